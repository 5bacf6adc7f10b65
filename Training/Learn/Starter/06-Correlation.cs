namespace Exercises;

// Cross-correlation and convolution of an image x (H, W) with a kernel k (K, L), where the kernel fits: "valid".
// What networks call convolution is the first.
//
//     correlation: y[h, w] = Σ k[u, v] · x[h + u, w + v]                        y is (H - K + 1, W - L + 1)
//     convolution: y[h, w] = Σ k[u, v] · x[h + K - 1 - u, w + L - 1 - v]        the same with k rotated by 180°
//
// By hand: x = {{1, 2, 3}, {4, 5, 6}}, k = {{1, 0}, {0, -1}}.
//     correlation: {{1 - 5, 2 - 6}} = {{-4, -4}}, convolution: {{5 - 1, 6 - 2}} = {{4, 4}}.
public static class Correlation
{
    /// <summary>The correlation (H - K + 1, W - L + 1).</summary>
    public static double[,] Correlate(double[,] x, double[,] k)
    {
        throw new NotImplementedException();
    }

    /// <summary>The convolution, of the same shape.</summary>
    public static double[,] Convolve(double[,] x, double[,] k)
    {
        throw new NotImplementedException();
    }
}
