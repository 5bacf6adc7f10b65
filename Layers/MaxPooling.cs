using System.Numerics;
using System.Runtime.CompilerServices;
using CnnVerified.Layers.Kernels;

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

    private protected override void Pool(
        ReadOnlySpan<T> x, ReadOnlySpan<T> inside, ReadOnlySpan<int> starts, Span<T> y) =>
        MaxOfTaps.Forward(x, inside, starts, y);

    private protected override void Share(
        ReadOnlySpan<T> x, ReadOnlySpan<T> inside, ReadOnlySpan<int> starts, ReadOnlySpan<T> dy, Span<T> dx) =>
        MaxOfTaps.Backward(x, inside, starts, dy, dx);

    private protected override void PoolSquares(ReadOnlySpan<T> x, int width, Span<T> y) =>
        SquareWindows.Forward<T, Largest>(x, width, y);

    private protected override void ShareSquares(ReadOnlySpan<T> x, int width, ReadOnlySpan<T> dy, Span<T> dx) =>
        SquareWindows.Backward<T, Largest>(x, width, dy, dx);

    private readonly struct Largest : ISquare<T>
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static V Pool<V, R>(V a, V b, V c, V d) where V : struct where R : IPairedRegisters<T, V> =>
            Winner<V, R>(Winner<V, R>(a, b), Winner<V, R>(c, d));

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static (V A, V B, V C, V D) Share<V, R>(V a, V b, V c, V d, V dy)
            where V : struct where R : IPairedRegisters<T, V>
        {
            var (winsB, winsD) = (R.Beats(b, a), R.Beats(d, c));
            var winsCD = R.Beats(R.Select(winsD, d, c), R.Select(winsB, b, a));
            dy = R.Add(dy, default);
            var (toAB, toCD) = (R.Unless(winsCD, dy), R.Where(winsCD, dy));
            return (R.Unless(winsB, toAB), R.Where(winsB, toAB), R.Unless(winsD, toCD), R.Where(winsD, toCD));
        }

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        private static V Winner<V, R>(V first, V later) where R : IPairedRegisters<T, V> =>
            R.Select(R.Beats(later, first), later, first);
    }
}
