using CnnVerified.Layers.Kernels.Convolution;
using CnnVerified.Layers.Kernels.Threads;
using CnnVerified.Layers.Kernels.Vectors;

namespace CnnVerified.Layers.Kernels.Pooling;

/// <summary>What a pooling layer makes of the taps of a window, for many windows at a time.</summary>
internal interface IPool<T> : ISquare<T>
{
    /// <summary>
    /// Writes outputs y[l]; tap t sees x[starts[t] + l], which is padding where inside (if there is any) is 0.
    /// </summary>
    static abstract void Pool(ReadOnlySpan<T> x, ReadOnlySpan<T> inside, ReadOnlySpan<int> starts, Span<T> y);

    /// <summary>Adds each dy[l]'s shares to dx at what the taps see.</summary>
    static abstract void Share(
        ReadOnlySpan<T> x, ReadOnlySpan<T> inside, ReadOnlySpan<int> starts, ReadOnlySpan<T> dy, Span<T> dx);
}

/// <summary>A pooling layer's passes over a batch, which threads divide by images (n, c).</summary>
/// <remarks>
/// Letters of this folder: x (N, C, H, W), y (N, C, H′, W′), and dx, dy likewise; image n·C + c. Tap t is a place in a
/// window, and starts[t] is where it sees output 0. Output l is counted along rows as wide as a plane's.
/// </remarks>
internal static class PoolingPasses
{
    /// <summary>Writes some of the images of y.</summary>
    public static void Forward<T, P>(PoolingPlan<T> plan, Tensor<T> x, Tensor<T> y, Range images)
        where T : IFloatingPointIeee754<T> where P : struct, IPool<T>
    {
        var (first, number) = images.GetOffsetAndLength(x.Shape[0] * x.Shape[1]);
        Team.For(number, plan.Cost, (plan, first, x, y), static (s, start, count) =>
        {
            var (first, end) = (s.first + start, s.first + start + count);
            if (s.plan.Squares is { } squares)
                for (var nc = first; nc < end; nc++) squares.Forward<P>(s.x.Image(nc), s.y.Image(nc));
            else Forward<T, P>(s.plan.Planes!, s.plan.Inside, s.x, s.y, first, end);
        });
    }

    /// <summary>Writes dx.</summary>
    public static void Backward<T, P>(PoolingPlan<T> plan, Tensor<T> x, Tensor<T> dy, Tensor<T> dx)
        where T : IFloatingPointIeee754<T> where P : struct, IPool<T> =>
        Team.For(x.Shape[0] * x.Shape[1], plan.Cost, (plan, x, dy, dx), static (s, first, count) =>
        {
            if (s.plan.Squares is { } squares)
                for (var nc = first; nc < first + count; nc++)
                    squares.Backward<P>(s.x.Image(nc), s.dy.Image(nc), s.dx.Image(nc));
            else Backward<T, P>(s.plan.Planes!, s.plan.Inside, s.x, s.dy, s.dx, first, first + count);
        });

    private static void Forward<T, P>(WindowPlanes planes, T[] inside, Tensor<T> x, Tensor<T> y, int first, int end)
        where T : IFloatingPointIeee754<T> where P : struct, IPool<T>
    {
        using var seen = new Buffer<T>(PoolingPlan<T>.RoomOf(planes));
        using var outputs = new Buffer<T>(PoolingPlan<T>.RoomOf(planes));
        for (; first < end; first += planes.Images)
        {
            var count = Math.Min(planes.Images, end - first);
            planes.Fill(x.Images(first, count), seen.Span);
            P.Pool(seen.Span, inside, planes.TapStarts, outputs.Span[..Length<T>(planes, count)]);
            for (var i = 0; i < count; i++) planes.Gather(outputs.Span[(i * planes.ImageSize)..], y.Image(first + i));
        }
    }

    private static void Backward<T, P>(
        WindowPlanes planes, T[] inside, Tensor<T> x, Tensor<T> dy, Tensor<T> dx, int first, int end)
        where T : IFloatingPointIeee754<T> where P : struct, IPool<T>
    {
        using var seen = new Buffer<T>(PoolingPlan<T>.RoomOf(planes));
        using var upstream = new Buffer<T>(PoolingPlan<T>.RoomOf(planes));
        using var shares = new Buffer<T>(PoolingPlan<T>.RoomOf(planes));
        upstream.Span.Clear();                              // stays 0 where no output is
        for (; first < end; first += planes.Images)
        {
            var count = Math.Min(planes.Images, end - first);
            planes.Fill(x.Images(first, count), seen.Span);
            for (var i = 0; i < count; i++) planes.Spread(dy.Image(first + i), upstream.Span[(i * planes.ImageSize)..]);
            shares.Span.Clear();
            P.Share(seen.Span, inside, planes.TapStarts, upstream.Span[..Length<T>(planes, count)], shares.Span);
            planes.Collect(shares.Span, dx.Images(first, count));
        }
    }

    /// <summary>The stretch from the first output of a few images to the last, at least a vector.</summary>
    private static int Length<T>(WindowPlanes planes, int images) =>
        Math.Max(Lanes.Of<T>(), (images - 1) * planes.ImageSize + planes.Length);
}
