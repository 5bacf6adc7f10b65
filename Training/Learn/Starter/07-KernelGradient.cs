namespace Exercises;

// y = the valid correlation of x (H, W) with k (K, L), as in exercise 6. Given dy (H', W'), what is dk?
// A kernel entry k[u, v] touched every output: y[h, w] has the product k[u, v] · x[h + u, w + v]. So
//
//     dk[u, v] = Σ dy[h, w] · x[h + u, w + v]        over all outputs (h, w)
//
// which is again a correlation, of x with dy. Its shape tells K: H - H' + 1.
//
// By hand: x = {{1, 2, 3}, {4, 5, 6}}, dy = {{1, 10}}.
//     dk = {{1 + 20, 2 + 30}, {4 + 50, 5 + 60}} = {{21, 32}, {54, 65}}.
public static class KernelGradient
{
    /// <summary>dk (H - H' + 1, W - W' + 1).</summary>
    public static double[,] Backward(double[,] x, double[,] dy)
    {
        throw new NotImplementedException();
    }
}
