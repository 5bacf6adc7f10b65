using System.Numerics;
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
internal static class PoolingPasses
{
    /// <summary>Writes some of the images of y.</summary>
    public static void Forward<T, P>(PoolingPlan<T> plan, Tensor<T> x, Tensor<T> y, Range images)
        where T : IFloatingPointIeee754<T> where P : struct, IPool<T>
    {
        var (first, number) = images.GetOffsetAndLength(x.Shape[0] * x.Shape[1]);
        Team.For(number, plan.Cost, (plan, first, x, y), static (s, start, count) =>
        {
            for (var nc = s.first + start; nc < s.first + start + count; nc++)
                Forward<T, P>(s.plan, s.x.Image(nc), s.y.Image(nc));
        });
    }

    /// <summary>Writes dx.</summary>
    public static void Backward<T, P>(PoolingPlan<T> plan, Tensor<T> x, Tensor<T> dy, Tensor<T> dx)
        where T : IFloatingPointIeee754<T> where P : struct, IPool<T> =>
        Team.For(x.Shape[0] * x.Shape[1], plan.Cost, (plan, x, dy, dx), static (s, start, count) =>
        {
            for (var nc = start; nc < start + count; nc++)
                Backward<T, P>(s.plan, s.x.Image(nc), s.dy.Image(nc), s.dx.Image(nc));
        });

    private static void Forward<T, P>(PoolingPlan<T> plan, ReadOnlySpan<T> x, Span<T> y)
        where T : IFloatingPointIeee754<T> where P : struct, IPool<T>
    {
        if (plan.Planes is not { } planes)
        {
            SquareWindows.Forward<T, P>(x, plan.Image.Width, y);
            return;
        }
        using var seen = new Buffer<T>(planes.ChannelSize);
        planes.Fill(x, T.Zero, seen.Span);
        var (count, length) = planes.Stretches;
        for (var i = 0; i < count; i++)
            P.Pool(seen.Span[(i * planes.Width)..], Inside(plan, i), planes.TapStarts, y.Slice(i * length, length));
    }

    private static void Backward<T, P>(PoolingPlan<T> plan, ReadOnlySpan<T> x, ReadOnlySpan<T> dy, Span<T> dx)
        where T : IFloatingPointIeee754<T> where P : struct, IPool<T>
    {
        if (plan.Planes is not { } planes)
        {
            SquareWindows.Backward<T, P>(x, plan.Image.Width, dy, dx);
            return;
        }
        using var seen = new Buffer<T>(planes.ChannelSize);
        using var shares = new Buffer<T>(planes.ChannelSize);
        planes.Fill(x, T.Zero, seen.Span);
        shares.Span.Clear();
        var (count, length) = planes.Stretches;
        for (var i = 0; i < count; i++)
            P.Share(
                seen.Span[(i * planes.Width)..], Inside(plan, i), planes.TapStarts, dy.Slice(i * length, length),
                shares.Span[(i * planes.Width)..]);
        planes.Collect(shares.Span, dx);
    }

    private static ReadOnlySpan<T> Inside<T>(PoolingPlan<T> plan, int row) where T : IFloatingPointIeee754<T> =>
        plan.Inside.Length == 0 ? [] : plan.Inside.AsSpan(row * plan.Planes!.Width);
}
