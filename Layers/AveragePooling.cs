using System.Numerics;
using CnnVerified.Layers.Kernels;

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
    private readonly T taps = T.CreateChecked(window.Height * window.Width);

    /// <inheritdoc/>
    public override Layer<U> Over<U>() => new AveragePooling<U>(Window.Size, Window.Stride, Window.Padding);

    private protected override T Pool(Plane<T> x)
    {
        var sum = T.Zero;
        for (var h = 0; h < x.Rows; h++)
            for (var w = 0; w < x.Columns; w++) sum += x.At(h, w);
        return sum / taps;
    }

    private protected override void Share(Plane<T> x, T dy, Plane<T> dx)
    {
        var share = dy / taps;
        for (var h = 0; h < dx.Rows; h++)
            for (var w = 0; w < dx.Columns; w++) dx.At(h, w) += share;
    }
}
