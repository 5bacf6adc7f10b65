namespace Exercises;

// ReLU: y[i] = max(0, x[i]). It hands dy[i] on where x[i] > 0, and nothing elsewhere.
//     x = {-1, 2}, dy = {5, 6}: y = {0, 2}, dx = {0, 6}.
//
// Max-pooling: y[h, w] is the largest entry of a window of size × size, which moves by a stride. Where the stride is
// smaller than the size, windows overlap, and an input may win several of them: it gets the sum of their dy.
// y is ((H - size) / stride + 1, (W - size) / stride + 1).
//
// By hand: x = {{1, 5, 2}, {0, 3, 4}}, size 2, stride 1: y = {{5, 5}}.
//     For dy = {{10, 1}}: dx = {{0, 11, 0}, {0, 0, 0}}.
public static class Pooling
{
    /// <summary>y of as many numbers as x.</summary>
    public static double[] ReLU(double[] x)
    {
        throw new NotImplementedException();
    }

    /// <summary>dx of as many numbers as x.</summary>
    public static double[] ReLUBackward(double[] x, double[] dy)
    {
        throw new NotImplementedException();
    }

    /// <summary>y, the largest entry of each window.</summary>
    public static double[,] MaxPool(double[,] x, int size, int stride)
    {
        throw new NotImplementedException();
    }

    /// <summary>dx (H, W): each window's dy goes to its winner.</summary>
    public static double[,] MaxPoolBackward(double[,] x, double[,] dy, int size, int stride)
    {
        throw new NotImplementedException();
    }
}
