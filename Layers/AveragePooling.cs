using System.Numerics;
using System.Runtime.CompilerServices;
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
    /// <inheritdoc/>
    public override Layer<U> Over<U>() => new AveragePooling<U>(Window.Size, Window.Stride, Window.Padding);

    private protected override void Pool(
        ReadOnlySpan<T> x, ReadOnlySpan<T> inside, ReadOnlySpan<int> starts, Span<T> y) =>
        MeanOfTaps.Forward(x, starts, y);

    private protected override void Share(
        ReadOnlySpan<T> x, ReadOnlySpan<T> inside, ReadOnlySpan<int> starts, ReadOnlySpan<T> dy, Span<T> dx) =>
        MeanOfTaps.Backward(starts, dy, dx);

    private protected override void PoolSquares(ReadOnlySpan<T> x, int width, Span<T> y) =>
        SquareWindows.Forward<T, Mean>(x, width, y);

    private protected override void ShareSquares(ReadOnlySpan<T> x, int width, ReadOnlySpan<T> dy, Span<T> dx) =>
        SquareWindows.Backward<T, Mean>(x, width, dy, dx);

    private readonly struct Mean : ISquare<T>
    {
        private static T Four => T.CreateTruncating(4);

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static V Pool<V, R>(V a, V b, V c, V d) where V : struct where R : IPairedRegisters<T, V> =>
            R.Divide(R.Add(R.Add(R.Add(R.Add(default, a), b), c), d), Four);

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static (V A, V B, V C, V D) Share<V, R>(V a, V b, V c, V d, V dy)
            where V : struct where R : IPairedRegisters<T, V>
        {
            var share = R.Add(R.Divide(dy, Four), default);
            return (share, share, share, share);
        }
    }
}
