namespace CnnVerified.Layers.Reference;

/// <summary>z, t and dz (N, J); m is the largest z[n,j] of a sample.</summary>
internal static class SoftmaxCrossEntropy
{
    /// <summary>L = −Σ_{n,j} t[n,j]·(z[n,j] − m − ln Σₖ e^(z[n,k] − m))/N.</summary>
    public static T Value<T>(Tensor<T> z, Tensor<T> t) where T : IFloatingPointIeee754<T>
    {
        var loss = T.Zero;
        for (var n = 0; n < z.Shape[0]; n++)
        {
            var (m, sum) = (Softmax.Largest(z, n), T.Zero);
            for (var j = 0; j < z.Shape[1]; j++) sum += T.Exp(z[n, j] - m);
            var ln = T.Log(sum);
            for (var j = 0; j < z.Shape[1]; j++) loss -= t[n, j] * (z[n, j] - m - ln);
        }
        return loss / T.CreateChecked(z.Shape[0]);
    }

    /// <summary>dz[n,j] = (softmax(z)[n,j]·Σₖ t[n,k] − t[n,j])/N.</summary>
    public static void Gradient<T>(Tensor<T> z, Tensor<T> t, Tensor<T> dz) where T : IFloatingPointIeee754<T>
    {
        Softmax.Forward(z, dz, Range.All);
        for (var n = 0; n < z.Shape[0]; n++)
        {
            var total = T.Zero;
            for (var j = 0; j < z.Shape[1]; j++) total += t[n, j];
            for (var j = 0; j < z.Shape[1]; j++) dz[n, j] = (dz[n, j] * total - t[n, j]) / T.CreateChecked(z.Shape[0]);
        }
    }
}
