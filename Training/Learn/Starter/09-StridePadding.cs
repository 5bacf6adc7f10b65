namespace Exercises;

// A correlation with a stride s and a padding p: x is surrounded by p zeros on each side, and the window moves by s.
// Output (h, w) and kernel entry (u, v) meet at the input (s·h + u - p, s·w + v - p), if that is inside of x (H, W).
//
//     y[h, w]                 = Σ k[u, v] · x[s·h + u - p, s·w + v - p]
//     dx[s·h + u - p, …]     += dy[h, w] · k[u, v]
//     dk[u, v]                = Σ dy[h, w] · x[s·h + u - p, s·w + v - p]
//
// y has (H + 2p - K) / s + 1 rows, rounded down, and (W + 2p - L) / s + 1 columns.
//
// By hand: x = {{1, 2}, {3, 4}}, k = {{1, 10}, {100, 1000}}, s = 2, p = 1: the four corners of the padded image.
//     y = {{1000, 200}, {30, 4}}. For dy = {{1, 2}, {3, 4}}: dx = {{1000, 200}, {30, 4}}, dk = {{16, 9}, {4, 1}}.
public static class StridePadding
{
    /// <summary>y.</summary>
    public static double[,] Forward(double[,] x, double[,] k, int stride, int padding)
    {
        throw new NotImplementedException();
    }

    /// <summary>dx (height, width), the shape of x, which y does not tell.</summary>
    public static double[,] InputGradient(
        double[,] dy, double[,] k, int stride, int padding, int height, int width)
    {
        throw new NotImplementedException();
    }

    /// <summary>dk (height, width), the shape of k, which y does not tell.</summary>
    public static double[,] KernelGradient(
        double[,] x, double[,] dy, int stride, int padding, int height, int width)
    {
        throw new NotImplementedException();
    }
}
