using static CnnVerified.Layers.Reference.Loops;

namespace CnnVerified.Layers.Reference;

/// <summary>
/// x and y (N, J); dx and dy likewise. m is the largest x[n,j] of a sample, which keeps eˣ from overflowing.
/// </summary>
internal static class Softmax
{
    /// <summary>y[n,j] = e^(x[n,j] − m)/Σₖ e^(x[n,k] − m) for some of the samples.</summary>
    public static void Forward<T>(Tensor<T> x, Tensor<T> y, Range samples) where T : IFloatingPointIeee754<T>
    {
        var (first, count) = samples.GetOffsetAndLength(x.Shape[0]);
        for (var n = first; n < first + count; n++)
        {
            var (m, sum) = (Largest(x, n), T.Zero);
            for (var j = 0; j < x.Shape[1]; j++) sum += y[n, j] = T.Exp(x[n, j] - m);
            for (var j = 0; j < x.Shape[1]; j++) y[n, j] /= sum;
        }
    }

    /// <summary>dx[n,j] = y[n,j]·(dy[n,j] − Σₖ y[n,k]·dy[n,k]).</summary>
    public static void Backward<T>(Tensor<T> y, Tensor<T> dy, Tensor<T> dx) where T : IFloatingPointIeee754<T>
    {
        for (var n = 0; n < y.Shape[0]; n++)
        {
            var mean = T.Zero;
            for (var k = 0; k < y.Shape[1]; k++) AddProduct(ref mean, y[n, k], dy[n, k]);
            for (var j = 0; j < y.Shape[1]; j++) dx[n, j] = y[n, j] * (dy[n, j] - mean);
        }
    }

    /// <summary>m; NaN, or the largest of the others, if one is NaN.</summary>
    public static T Largest<T>(Tensor<T> x, int n) where T : IFloatingPointIeee754<T>
    {
        var largest = x[n, 0];
        for (var j = 0; j < x.Shape[1]; j++) largest = T.MaxNative(x[n, j], largest);
        return largest;
    }
}
