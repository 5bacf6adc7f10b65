using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
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
        private static Vector256<T> Four => Vector256.Create(T.CreateTruncating(4));

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static Vector256<T> Pool(Vector256<T> a, Vector256<T> b, Vector256<T> c, Vector256<T> d) =>
            (Vector256<T>.Zero + a + b + c + d) / Four;

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static (Vector256<T> A, Vector256<T> B, Vector256<T> C, Vector256<T> D) Share(
            Vector256<T> a, Vector256<T> b, Vector256<T> c, Vector256<T> d, Vector256<T> dy)
        {
            var share = dy / Four + Vector256<T>.Zero;
            return (share, share, share, share);
        }
    }
}
