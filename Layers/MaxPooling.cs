using CnnVerified.Layers.Kernels.Pooling;

namespace CnnVerified.Layers;

/// <summary>
/// The largest input of each window: <c>y[n,c,oh,ow] = max x[n, c, oh·s − p + u, ow·s − p + v]</c> over the taps (u, v)
/// inside the image; padding never wins. dy goes to the winner alone, the sum of them where windows overlap:
/// <c>dx[winner of (oh, ow)] += dy[n,c,oh,ow]</c>.
/// </summary>
/// <remarks>
/// The first of equal inputs in row-major order wins, and NaN beats any number. A backward pass looks for the winner
/// again, so nothing is remembered from the forward pass.
/// </remarks>
/// <param name="window">Height and width of a window.</param>
/// <param name="stride">Inputs from one window to the next; by default the window, so that none overlap.</param>
/// <param name="padding">Border on each side, from 0 to the window's size − 1.</param>
/// <exception cref="ArgumentOutOfRangeException">A size, a stride or a padding out of range.</exception>
public sealed class MaxPooling<T>(Extent window, Extent? stride = null, Extent? padding = null)
    : Pooling<T>(window, stride, padding) where T : IFloatingPointIeee754<T>
{
    /// <inheritdoc/>
    public override Layer<U> Over<U>() => new MaxPooling<U>(Window.Size, Window.Stride, Window.Padding);

    private protected override void Forward(PoolingPlan<T>? fast, Tensor<T> x, Tensor<T> y, Range images)
    {
        if (fast is not null) PoolingPasses.Forward<T, MaxOfTaps<T>>(fast, x, y, images);
        else Reference.MaxPooling.Forward(x, Window, y, images);
    }

    private protected override void Backward(PoolingPlan<T>? fast, Tensor<T> x, Tensor<T> dy, Tensor<T> dx)
    {
        if (fast is not null) PoolingPasses.Backward<T, MaxOfTaps<T>>(fast, x, dy, dx);
        else Reference.MaxPooling.Backward(x, Window, dy, dx);
    }
}
