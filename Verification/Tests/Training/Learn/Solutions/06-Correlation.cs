namespace Exercises;

// Cross-correlation and convolution of an image x (H, W) with a kernel k (K, L), where the kernel fits: "valid".
// What networks call convolution is the first.
//
//     correlation: y[h, w] = Σ k[u, v] · x[h + u, w + v]                        y is (H - K + 1, W - L + 1)
//     convolution: y[h, w] = Σ k[u, v] · x[h + K - 1 - u, w + L - 1 - v]        the same with k rotated by 180°
//
// By hand: x = {{1, 2, 3}, {4, 5, 7}}, k = {{1, 2}, {3, 4}}.
//     correlation: {{1·1 + 2·2 + 3·4 + 4·5, 1·2 + 2·3 + 3·5 + 4·7}} = {{37, 51}}
//     convolution: {{4·1 + 3·2 + 2·4 + 1·5, 4·2 + 3·3 + 2·5 + 1·7}} = {{23, 34}}
public static class Correlation
{
    /// <summary>The correlation (H - K + 1, W - L + 1).</summary>
    public static double[,] Correlate(double[,] x, double[,] k)
    {
        var y = new double[x.GetLength(0) - k.GetLength(0) + 1, x.GetLength(1) - k.GetLength(1) + 1];
        for (var h = 0; h < y.GetLength(0); h++)
            for (var w = 0; w < y.GetLength(1); w++)
                for (var u = 0; u < k.GetLength(0); u++)
                    for (var v = 0; v < k.GetLength(1); v++)
                        y[h, w] += k[u, v] * x[h + u, w + v];
        return y;
    }

    /// <summary>The convolution, of the same shape.</summary>
    public static double[,] Convolve(double[,] x, double[,] k)
    {
        var (K, L) = (k.GetLength(0), k.GetLength(1));
        var rotated = new double[K, L];
        for (var u = 0; u < K; u++)
            for (var v = 0; v < L; v++)
                rotated[u, v] = k[K - 1 - u, L - 1 - v];
        return Correlate(x, rotated);
    }
}
