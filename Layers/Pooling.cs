using CnnVerified.Layers.Kernels.Pooling;

namespace CnnVerified.Layers;

/// <summary>
/// Sums up each window of every image and channel in one number. Shapes: x (N, C, H, W), y (N, C, H′, W′) as
/// <see cref="SlidingWindow"/> says; windows may overlap, and inputs past the last window are seen by nobody.
/// </summary>
public abstract class Pooling<T> : Layer<T>, IPartialForward<T> where T : IFloatingPointIeee754<T>
{
    private PoolingPlan<T>? plan;   // tables for the last size of image: never another result

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
        Forward(PlanFor(x.Shape), x, y, (start / image)..((start + count - 1) / image + 1));
    }

    /// <inheritdoc/>
    public sealed override void Backward(
        Tensor<T> x, Tensor<T> y, Tensor<T> dy, Tensor<T>? dx, ReadOnlySpan<Tensor<T>> gradients)
    {
        RequireShapes(x, y, dy, dx, gradients);
        if (dx is not null) Backward(PlanFor(x.Shape), x, dy, dx);
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

    /// <inheritdoc/>
    public override Layer<T> AsReference() => WithoutKernels();

    /// <summary>Pools some of the images (n, c), by kernels if there is a plan for them.</summary>
    private protected abstract void Forward(PoolingPlan<T>? fast, Tensor<T> x, Tensor<T> y, Range images);

    /// <summary>Writes dx.</summary>
    private protected abstract void Backward(PoolingPlan<T>? fast, Tensor<T> x, Tensor<T> dy, Tensor<T> dx);

    private PoolingPlan<T>? PlanFor(Shape x)
    {
        Extent image = (x[2], x[3]);
        if (!MayUseKernels) return null;
        return plan is { } known && known.Image == image ? known : plan = PoolingPlan<T>.For(Window, image);
    }
}
