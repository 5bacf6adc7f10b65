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
        throw new NotImplementedException();
    }

    /// <summary>dW (J, I), a sum over the batch.</summary>
    public static double[,] WeightGradient(double[,] x, double[,] dy)
    {
        throw new NotImplementedException();
    }

    /// <summary>db (J), a sum over the batch.</summary>
    public static double[] BiasGradient(double[,] dy)
    {
        throw new NotImplementedException();
    }
}
