using System.Numerics;
using CnnVerified.Layers.Kernels;

namespace CnnVerified.Layers;

/// <summary>
/// Sums up each window of every image and channel in one number. Shapes: x (N, C, H, W), y (N, C, H′, W′) as
/// <see cref="SlidingWindow"/> says; windows may overlap, and inputs past the last window are seen by nobody.
/// </summary>
public abstract class Pooling<T> : Layer<T>, IPartialForward<T> where T : IFloatingPointIeee754<T>
{
    private protected Pooling(Extent window, Extent? stride, Extent? padding) =>
        Window = new SlidingWindow(window, stride ?? window, padding ?? 0);

    /// <summary>Window size, stride and padding.</summary>
    public SlidingWindow Window { get; }

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
        var (start, count) = outputs.GetOffsetAndLength(y.Shape.Count);
        for (var position = start; position < start + count; position++)
            y[position] = Pool(SeenBy(position, x, y));
    }

    /// <inheritdoc/>
    public sealed override void Backward(
        Tensor<T> x, Tensor<T> y, Tensor<T> dy, Tensor<T>? dx, ReadOnlySpan<Tensor<T>> gradients)
    {
        if (dx is null) return;
        dx.Values.Clear();
        for (var position = 0; position < dy.Shape.Count; position++)
            Share(SeenBy(position, x, dy), dy[position], SeenBy(position, dx, dy));
    }

    /// <inheritdoc/>
    public Range ReachOfParameter(int parameter, int entry, Shape x) => Range.All;

    /// <inheritdoc/>
    public Range ReachOfInputs(Range inputs, Shape x)
    {
        var y = OutputShape(x);
        var (start, count) = inputs.GetOffsetAndLength(x.Count);
        var (first, last) = (start / (x[2] * x[3]), (start + count - 1) / (x[2] * x[3]));
        return (first * y[2] * y[3])..((last + 1) * y[2] * y[3]);
    }

    /// <summary>The output of one window.</summary>
    private protected abstract T Pool(Plane<T> x);

    /// <summary>Adds one output's share of the upstream gradient to the inputs of its window.</summary>
    private protected abstract void Share(Plane<T> x, T dy, Plane<T> dx);

    /// <summary>The window of the output at a row-major position.</summary>
    private Plane<T> SeenBy(int position, Tensor<T> x, Tensor<T> y)
    {
        var (row, ow) = Math.DivRem(position, y.Shape[3]);
        var (image, oh) = Math.DivRem(row, y.Shape[2]);
        var (n, c) = Math.DivRem(image, y.Shape[1]);
        return Window.Seen(x, n, c, oh, ow);
    }
}
