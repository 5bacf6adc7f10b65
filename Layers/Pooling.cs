using System.Numerics;
using CnnVerified.Layers.Kernels;

namespace CnnVerified.Layers;

/// <summary>
/// Sums up each window of every image and channel in one number. Shapes: x (N, C, H, W), y (N, C, H′, W′) as
/// <see cref="SlidingWindow"/> says; windows may overlap, and inputs past the last window are seen by nobody.
/// </summary>
public abstract class Pooling<T> : Layer<T>, IPartialForward<T> where T : IFloatingPointIeee754<T>
{
    private Plan? plan;             // tables for the last size of image: never another result

    private protected Pooling(Extent window, Extent? stride, Extent? padding) =>
        Window = new SlidingWindow(window, stride ?? window, padding ?? 0);

    /// <summary>Window size, stride and padding.</summary>
    public SlidingWindow Window { get; }

    internal override bool BackwardReadsOutput => false;

    /// <inheritdoc/>
    public sealed override Shape OutputShape(Shape x)
    {
        Shape.RequireRank(x, nameof(x), "N", "C", "H", "W");
        var (height, width) = Window.OutputSize((x[2], x[3]));
        return new Shape(x[0], x[1], height, width);
    }

    /// <inheritdoc/>
    public sealed override void Forward(Tensor<T> x, Tensor<T> y) => Forward(x, y, Range.All);

    /// <inheritdoc/>
    public void Forward(Tensor<T> x, Tensor<T> y, Range outputs)
    {
        // Whole images, from the first to the last that holds an output asked for.
        var (start, count) = RequireShapes(x, y, outputs);
        var image = y.Shape[2] * y.Shape[3];
        var (first, last) = (start / image, (start + count - 1) / image);
        var state = (layer: this, plan: PlanFor(x.Shape), first, x, y);
        Team.For(last - first + 1, Cost(x.Shape), state, static (s, start, count) =>
        {
            for (var nc = s.first + start; nc < s.first + start + count; nc++)
                s.layer.Forward(s.plan, s.x.Image(nc), s.y.Image(nc));
        });
    }

    /// <inheritdoc/>
    public sealed override void Backward(
        Tensor<T> x, Tensor<T> y, Tensor<T> dy, Tensor<T>? dx, ReadOnlySpan<Tensor<T>> gradients)
    {
        RequireShapes(x, y, dy, dx, gradients);
        if (dx is null) return;
        var state = (layer: this, plan: PlanFor(x.Shape), x, dy, dx);
        Team.For(x.Shape[0] * x.Shape[1], Cost(x.Shape), state, static (s, start, count) =>
        {
            for (var nc = start; nc < start + count; nc++)
                s.layer.Backward(s.plan, s.x.Image(nc), s.dy.Image(nc), s.dx.Image(nc));
        });
    }

    /// <inheritdoc/>
    public Range ReachOfParameter(int parameter, int entry, Shape x) => Range.All;

    /// <inheritdoc/>
    public Range ReachOfInputs(Range inputs, Shape x)
    {
        var y = OutputShape(x);
        var (start, count) = RequireRange(inputs, x.Count, nameof(inputs));
        var (first, last) = (start / (x[2] * x[3]), (start + count - 1) / (x[2] * x[3]));
        return (first * y[2] * y[3])..((last + 1) * y[2] * y[3]);
    }

    /// <summary>
    /// Writes outputs y[l]; tap t sees x[starts[t] + l], which is padding where inside (if there is any) is 0.
    /// </summary>
    private protected abstract void Pool(ReadOnlySpan<T> x, ReadOnlySpan<T> inside, ReadOnlySpan<int> starts, Span<T> y);

    /// <summary>Adds each dy[l]'s shares to dx at what the taps see.</summary>
    private protected abstract void Share(
        ReadOnlySpan<T> x, ReadOnlySpan<T> inside, ReadOnlySpan<int> starts, ReadOnlySpan<T> dy, Span<T> dx);

    /// <summary>The same for windows that <see cref="SquareWindows"/> suits, image by image.</summary>
    private protected abstract void PoolSquares(ReadOnlySpan<T> x, int width, Span<T> y);

    /// <summary>The same for windows that <see cref="SquareWindows"/> suits; dx is overwritten.</summary>
    private protected abstract void ShareSquares(ReadOnlySpan<T> x, int width, ReadOnlySpan<T> dy, Span<T> dx);

    private void Forward(Plan plan, ReadOnlySpan<T> x, Span<T> y)
    {
        if (plan.Squares)
        {
            PoolSquares(x, plan.Planes.Image.Width, y);
            return;
        }
        var (planes, inside) = plan;
        using var seen = new Buffer<T>(planes.ChannelSize);
        planes.Fill(x, T.Zero, seen.Span);
        var (count, length) = planes.Stretches;
        for (var i = 0; i < count; i++)
            Pool(seen.Span[(i * planes.Width)..], inside.AsSpan(inside.Length == 0 ? 0 : i * planes.Width),
                planes.TapStarts, y.Slice(i * length, length));
    }

    private void Backward(Plan plan, ReadOnlySpan<T> x, ReadOnlySpan<T> dy, Span<T> dx)
    {
        if (plan.Squares)
        {
            ShareSquares(x, plan.Planes.Image.Width, dy, dx);
            return;
        }
        var (planes, inside) = plan;
        using var seen = new Buffer<T>(planes.ChannelSize);
        using var shares = new Buffer<T>(planes.ChannelSize);
        planes.Fill(x, T.Zero, seen.Span);
        shares.Span.Clear();
        var (count, length) = planes.Stretches;
        for (var i = 0; i < count; i++)
            Share(seen.Span[(i * planes.Width)..], inside.AsSpan(inside.Length == 0 ? 0 : i * planes.Width),
                planes.TapStarts, dy.Slice(i * length, length), shares.Span[(i * planes.Width)..]);
        planes.Collect(shares.Span, dx);
    }

    private Plan PlanFor(Shape x)
    {
        Extent image = (x[2], x[3]);
        return plan is { } known && known.Planes.Image == image ? known : plan = new Plan(Window, image);
    }

    /// <summary>About how many multiplications the time for an image would suffice for.</summary>
    private static long Cost(Shape x) => 4L * x[2] * x[3];

    /// <summary>
    /// The planes of images of one size; if they are padded, also planes with 1 where an input stands and 0 elsewhere.
    /// </summary>
    private sealed record Plan(WindowPlanes Planes, T[] Inside)
    {
        public bool Squares { get; }

        public Plan(SlidingWindow window, Extent image) : this(new WindowPlanes(window, image), [])
        {
            Squares = SquareWindows.Suit<T>(window, image);
            if (window.Padding == 0) return;
            var ones = new T[image.Height * image.Width];
            Array.Fill(ones, T.One);
            Inside = new T[Planes.ChannelSize];
            Planes.Fill(ones, T.Zero, Inside.AsSpan());
        }
    }
}
