namespace CnnVerified.Layers;

/// <summary>The same numbers under another shape, sample by sample: y = x, dx = dy. The batch axis N stays.</summary>
/// <param name="sample">The output's shape without the batch axis, such as (C·H·W) to feed a dense layer.</param>
public sealed class Reshape<T>(Shape sample) : Layer<T>, IPartialForward<T> where T : IFloatingPointIeee754<T>
{
    /// <inheritdoc/>
    public override Shape OutputShape(Shape x)
    {
        if (x.Rank < 1 || x.Count != (long)x[0] * sample.Count)
            throw new ArgumentException(
                $"x has shape {x}, but a reshape to N×{sample} needs {sample.Count} numbers a sample.", nameof(x));
        return sample.WithBatch(x[0]);
    }

    /// <inheritdoc/>
    public override void Forward(Tensor<T> x, Tensor<T> y) => Forward(x, y, Range.All);

    /// <inheritdoc/>
    public void Forward(Tensor<T> x, Tensor<T> y, Range outputs)
    {
        var (start, count) = RequireShapes(x, y, outputs);
        Copy(x.Values.Slice(start, count), y.Values.Slice(start, count));
    }

    /// <inheritdoc/>
    public override void Backward(
        Tensor<T> x, Tensor<T> y, Tensor<T> dy, Tensor<T>? dx, ReadOnlySpan<Tensor<T>> gradients)
    {
        RequireShapes(x, y, dy, dx, gradients);
        if (dx is not null) Copy(dy.Values, dx.Values);
    }

    /// <inheritdoc/>
    public Range ReachOfParameter(int parameter, int entry, Shape x) => Range.All;

    /// <inheritdoc/>
    public Range ReachOfInputs(Range inputs, Shape x) => inputs;

    /// <inheritdoc/>
    public override Layer<U> Over<U>() => new Reshape<U>(sample);

    /// <summary>A <see cref="Trace{T}"/> stores input and output in one place.</summary>
    private static void Copy(ReadOnlySpan<T> from, Span<T> to)
    {
        if (from != to) from.CopyTo(to);
    }
}
