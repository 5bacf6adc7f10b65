namespace Exercises;

// A dense layer's backward pass over a batch: x (N, I), W (J, I), dy (N, J). dy is ∂s/∂y for some number s that the
// network ends in; you return ∂s/∂x, ∂s/∂W and ∂s/∂b. What a number touched in the forward pass, it sums over here.
//
//     dx[n, i] = Σⱼ dy[n, j] · W[j, i]
//     dW[j, i] = Σₙ dy[n, j] · x[n, i]
//     db[j]    = Σₙ dy[n, j]
//
// By hand: x = {{1, 2}, {3, 4}}, W = {{5, 6}}, dy = {{1}, {10}}.
//     dx = {{5, 6}, {50, 60}}, dW = {{1·1 + 10·3, 1·2 + 10·4}} = {{31, 42}}, db = {11}.
public static class DenseBackward
{
    /// <summary>dx (N, I).</summary>
    public static double[,] InputGradient(double[,] dy, double[,] W)
    {
        var dx = new double[dy.GetLength(0), W.GetLength(1)];
        for (var n = 0; n < dy.GetLength(0); n++)
            for (var j = 0; j < W.GetLength(0); j++)
                for (var i = 0; i < W.GetLength(1); i++)
                    dx[n, i] += dy[n, j] * W[j, i];
        return dx;
    }

    /// <summary>dW (J, I), a sum over the batch.</summary>
    public static double[,] WeightGradient(double[,] x, double[,] dy)
    {
        var dW = new double[dy.GetLength(1), x.GetLength(1)];
        for (var n = 0; n < dy.GetLength(0); n++)
            for (var j = 0; j < dy.GetLength(1); j++)
                for (var i = 0; i < x.GetLength(1); i++)
                    dW[j, i] += dy[n, j] * x[n, i];
        return dW;
    }

    /// <summary>db (J), a sum over the batch.</summary>
    public static double[] BiasGradient(double[,] dy)
    {
        var db = new double[dy.GetLength(1)];
        for (var n = 0; n < dy.GetLength(0); n++)
            for (var j = 0; j < dy.GetLength(1); j++)
                db[j] += dy[n, j];
        return db;
    }
}
