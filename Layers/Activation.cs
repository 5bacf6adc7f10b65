using System.Numerics;

namespace CnnVerified.Layers;

/// <summary>
/// A layer that applies one function to every entry: <c>y = f(x)</c>, <c>dx = f′(x)·dy</c>. x and y have the same
/// shape, any shape. Its slope is taken from its value, so a backward pass reads y alone.
/// </summary>
public abstract class Activation<T> : Layer<T>, IPartialForward<T> where T : IFloatingPointIeee754<T>
{
    private protected Activation() { }

    /// <inheritdoc/>
    public sealed override Shape OutputShape(Shape x) => x;

    /// <inheritdoc/>
    public sealed override void Forward(Tensor<T> x, Tensor<T> y) => Apply(x.Values, y.Values);

    /// <inheritdoc/>
    public void Forward(Tensor<T> x, Tensor<T> y, Range outputs) => Apply(x.Values[outputs], y.Values[outputs]);

    /// <inheritdoc/>
    public sealed override void Backward(
        Tensor<T> x, Tensor<T> y, Tensor<T> dy, Tensor<T>? dx, ReadOnlySpan<Tensor<T>> gradients)
    {
        if (dx is not null) ApplySlope(y.Values, dy.Values, dx.Values);
    }

    /// <inheritdoc/>
    public Range ReachOfParameter(int parameter, int entry, Shape x) => Range.All;

    /// <inheritdoc/>
    public Range ReachOfInputs(Range inputs, Shape x) => inputs;

    private protected abstract void Apply(ReadOnlySpan<T> x, Span<T> y);

    private protected abstract void ApplySlope(ReadOnlySpan<T> y, ReadOnlySpan<T> dy, Span<T> dx);
}
