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
        var y = new double[x.Length];
        for (var i = 0; i < x.Length; i++)
            y[i] = Math.Max(0, x[i]);
        return y;
    }

    /// <summary>dx of as many numbers as x.</summary>
    public static double[] ReLUBackward(double[] x, double[] dy)
    {
        var dx = new double[x.Length];
        for (var i = 0; i < x.Length; i++)
            dx[i] = x[i] > 0 ? dy[i] : 0;
        return dx;
    }

    /// <summary>y, the largest entry of each window.</summary>
    public static double[,] MaxPool(double[,] x, int size, int stride)
    {
        var y = new double[(x.GetLength(0) - size) / stride + 1, (x.GetLength(1) - size) / stride + 1];
        for (var h = 0; h < y.GetLength(0); h++)
            for (var w = 0; w < y.GetLength(1); w++)
            {
                var (i, j) = Winner(x, stride * h, stride * w, size);
                y[h, w] = x[i, j];
            }
        return y;
    }

    /// <summary>dx (H, W): each window's dy goes to its winner.</summary>
    public static double[,] MaxPoolBackward(double[,] x, double[,] dy, int size, int stride)
    {
        var dx = new double[x.GetLength(0), x.GetLength(1)];
        for (var h = 0; h < dy.GetLength(0); h++)
            for (var w = 0; w < dy.GetLength(1); w++)
            {
                var (i, j) = Winner(x, stride * h, stride * w, size);
                dx[i, j] += dy[h, w];
            }
        return dx;
    }

    private static (int I, int J) Winner(double[,] x, int top, int left, int size)
    {
        var (I, J) = (top, left);
        for (var i = top; i < top + size; i++)
            for (var j = left; j < left + size; j++)
                if (x[i, j] > x[I, J])
                    (I, J) = (i, j);
        return (I, J);
    }
}
