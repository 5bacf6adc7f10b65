namespace Exercises;

// A dense layer's forward pass over a batch of N samples: x (N, I), W (J, I), b (J), y (N, J).
//
//     y[n, j] = Σᵢ W[j, i] · x[n, i] + b[j]
//
// By hand: x = {{1, 2}}, W = {{3, 4}, {5, 6}, {7, 8}}, b = {0.5, 0, -1}.
//     y[0, 0] = 3·1 + 4·2 + 0.5 = 11.5, y[0, 1] = 5·1 + 6·2 = 17, y[0, 2] = 7·1 + 8·2 - 1 = 22.
public static class DenseForward
{
    /// <summary>y (N, J).</summary>
    public static double[,] Forward(double[,] x, double[,] W, double[] b)
    {
        var y = new double[x.GetLength(0), W.GetLength(0)];
        for (var n = 0; n < x.GetLength(0); n++)
            for (var j = 0; j < W.GetLength(0); j++)
            {
                var sum = b[j];
                for (var i = 0; i < W.GetLength(1); i++)
                    sum += W[j, i] * x[n, i];
                y[n, j] = sum;
            }
        return y;
    }
}
