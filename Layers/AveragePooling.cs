using CnnVerified.Layers.Kernels.Pooling;

namespace CnnVerified.Layers;

/// <summary>
/// The mean of each window of h × w taps: <c>y[n,c,oh,ow] = Σ_{u,v} x[n, c, oh·s − p + u, ow·s − p + v]/(h·w)</c>, the
/// padding's zeros included in sum and count. Every input gets an equal share:
/// <c>dx[…] = Σ dy[n,c,oh,ow]/(h·w)</c> over the windows that see it.
/// </summary>
/// <param name="window">Height and width of a window.</param>
/// <param name="stride">Inputs from one window to the next; by default the window, so that none overlap.</param>
/// <param name="padding">Zeros on each side, from 0 to the window's size − 1.</param>
/// <exception cref="ArgumentOutOfRangeException">A size, a stride or a padding out of range.</exception>
public sealed class AveragePooling<T>(Extent window, Extent? stride = null, Extent? padding = null)
    : Pooling<T>(window, stride, padding) where T : IFloatingPointIeee754<T>
{
    /// <inheritdoc/>
    public override Layer<U> Over<U>() => new AveragePooling<U>(Window.Size, Window.Stride, Window.Padding);

    private protected override void Forward(PoolingPlan<T>? fast, Tensor<T> x, Tensor<T> y, Range images)
    {
        if (fast is not null) PoolingPasses.Forward<T, MeanOfTaps<T>>(fast, x, y, images);
        else Reference.AveragePooling.Forward(x, Window, y, images);
    }

    private protected override void Backward(PoolingPlan<T>? fast, Tensor<T> x, Tensor<T> dy, Tensor<T> dx)
    {
        if (fast is not null) PoolingPasses.Backward<T, MeanOfTaps<T>>(fast, x, dy, dx);
        else Reference.AveragePooling.Backward(x, Window, dy, dx);
    }
}
