namespace Exercises;

// y = the valid correlation of x (H, W) with k (K, L), as in exercise 6. Given dy (H', W'), what is dx?
// Each product k[u, v] · x[h + u, w + v] of y[h, w] hands its dy[h, w] on to its input:
//
//     dx[h + u, w + v] += dy[h, w] · k[u, v]        for all outputs (h, w) and all of the kernel (u, v)
//
// Seen from an input it is dx[p, q] = Σ dy[p - u, q - v] · k[u, v]: a full convolution, the kernel rotated.
//
// By hand: dy = {{1, 10}}, k = {{1, 2}, {3, 4}}.
//     dx = {{1, 2 + 10, 20}, {3, 4 + 30, 40}} = {{1, 12, 20}, {3, 34, 40}}.
public static class InputGradient
{
    /// <summary>dx (H' + K - 1, W' + L - 1).</summary>
    public static double[,] Backward(double[,] dy, double[,] k)
    {
        throw new NotImplementedException();
    }
}
