using CnnVerified.Layers.Kernels.Elementwise;

namespace CnnVerified.Layers;

/// <summary>
/// Probabilities from logits, sample by sample: <c>y[n,j] = e^x[n,j] / Σₖ e^x[n,k]</c>, in [0, 1] with sum 1, and with
/// the whole Jacobian <c>dx[n,j] = y[n,j]·(dy[n,j] − Σₖ y[n,k]·dy[n,k])</c>. x and y have the shape (N, classes).
/// </summary>
/// <remarks>
/// The row's largest logit is taken from all of them first, which changes no probability and lets nothing overflow.
/// To train, give the logits to <see cref="SoftmaxCrossEntropy{T}"/> instead: it loses no digits where y rounds to 0.
/// </remarks>
public sealed class Softmax<T> : Layer<T>, IPartialForward<T> where T : IFloatingPointIeee754<T>
{
    /// <inheritdoc/>
    public override Shape OutputShape(Shape x)
    {
        Shape.RequireRank(x, nameof(x), "N", "classes");
        return x;
    }

    /// <inheritdoc/>
    public override void Forward(Tensor<T> x, Tensor<T> y) => Forward(x, y, Range.All);

    /// <inheritdoc/>
    public void Forward(Tensor<T> x, Tensor<T> y, Range outputs)
    {
        var (first, end) = Rows(RequireShapes(x, y, outputs), x.Shape[1]);
        if (MayUseKernels) SoftmaxRows.Of(x.Part(first..end), x.Shape[1], y.Part(first..end));
        else Reference.Softmax.Forward(x, y, first..end);
    }

    /// <inheritdoc/>
    public override void Backward(
        Tensor<T> x, Tensor<T> y, Tensor<T> dy, Tensor<T>? dx, ReadOnlySpan<Tensor<T>> gradients)
    {
        RequireShapes(x, y, dy, dx, gradients);
        if (dx is not null) Reference.Softmax.Backward(y, dy, dx);
    }

    /// <inheritdoc/>
    public Range ReachOfParameter(int parameter, int entry, Shape x) => Range.All;

    /// <inheritdoc/>
    public Range ReachOfInputs(Range inputs, Shape x)
    {
        var (first, end) = Rows(RequireRange(inputs, x.Count, nameof(inputs)), OutputShape(x)[1]);
        return (first * x[1])..(end * x[1]);
    }

    /// <inheritdoc/>
    public override Layer<U> Over<U>() => new Softmax<U>();

    /// <inheritdoc/>
    public override Layer<T> AsReference() => WithoutKernels();

    /// <summary>The samples that a range of entries touches.</summary>
    private static (int First, int End) Rows((int Start, int Count) entries, int classes) =>
        (entries.Start / classes, (entries.Start + entries.Count + classes - 1) / classes);
}
