namespace CnnVerified.Layers;

/// <summary>
/// A layer within the chain rule of a <see cref="Trainer{T}"/> that takes its step of gradient descent in its backward
/// pass: it has no parameters left that an optimiser would step on.
/// </summary>
internal sealed class SteppingLayer<T>(Layer<T> layer, IFusedUpdate<T> fused, Sgd<T> sgd) : Layer<T>
    where T : IFloatingPointIeee754<T>
{
    /// <inheritdoc/>
    public override string Name => layer.Name;

    /// <inheritdoc/>
    public override Shape OutputShape(Shape x) => layer.OutputShape(x);

    /// <inheritdoc/>
    public override void Forward(Tensor<T> x, Tensor<T> y) => layer.Forward(x, y);

    /// <inheritdoc/>
    public override void Backward(
        Tensor<T> x, Tensor<T> y, Tensor<T> dy, Tensor<T>? dx, ReadOnlySpan<Tensor<T>> gradients) =>
        fused.BackwardAndUpdate(x, y, dy, dx, sgd.LearningRate);
}
