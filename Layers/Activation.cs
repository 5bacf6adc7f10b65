using System.Numerics;
using CnnVerified.Layers.Kernels;

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
    public sealed override void Forward(Tensor<T> x, Tensor<T> y) => Forward(x, y, Range.All);

    /// <inheritdoc/>
    public void Forward(Tensor<T> x, Tensor<T> y, Range outputs)
    {
        var (start, count) = RequireShapes(x, y, outputs);
        Team.ForEntries(count, (layer: this, x, y, start), static (s, entries) =>
            s.layer.Apply(s.x.Values[s.start..][entries], s.y.Values[s.start..][entries]));
    }

    /// <inheritdoc/>
    public sealed override void Backward(
        Tensor<T> x, Tensor<T> y, Tensor<T> dy, Tensor<T>? dx, ReadOnlySpan<Tensor<T>> gradients)
    {
        RequireShapes(x, y, dy, dx, gradients);
        if (dx is null) return;
        Team.ForEntries(y.Shape.Count, (layer: this, y, dy, dx), static (s, entries) =>
            s.layer.ApplySlope(s.y.Values[entries], s.dy.Values[entries], s.dx.Values[entries]));
    }

    /// <inheritdoc/>
    public Range ReachOfParameter(int parameter, int entry, Shape x) => Range.All;

    /// <inheritdoc/>
    public Range ReachOfInputs(Range inputs, Shape x) => inputs;

    private protected abstract void Apply(ReadOnlySpan<T> x, Span<T> y);

    private protected abstract void ApplySlope(ReadOnlySpan<T> y, ReadOnlySpan<T> dy, Span<T> dx);
}
