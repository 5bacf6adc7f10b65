using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
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
        public static Vector256<T> Pool(Vector256<T> a, Vector256<T> b, Vector256<T> c, Vector256<T> d) =>
            Winner(Winner(a, b), Winner(c, d));

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static (Vector256<T> A, Vector256<T> B, Vector256<T> C, Vector256<T> D) Share(
            Vector256<T> a, Vector256<T> b, Vector256<T> c, Vector256<T> d, Vector256<T> dy)
        {
            dy += Vector256<T>.Zero;
            var (winsB, winsD, winsCD) = (Beats(b, a), Beats(d, c), Beats(Winner(c, d), Winner(a, b)));
            var (toAB, toCD) = (dy & ~winsCD, dy & winsCD);
            return (toAB & ~winsB, toAB & winsB, toCD & ~winsD, toCD & winsD);
        }

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        private static Vector256<T> Winner(Vector256<T> first, Vector256<T> later) =>
            Vector256.ConditionalSelect(Beats(later, first), later, first);

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        private static Vector256<T> Beats(Vector256<T> later, Vector256<T> first) =>
            Vector256.GreaterThan(later, first) | ~Vector256.Equals(later, later);
    }
}
