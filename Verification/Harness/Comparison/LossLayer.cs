namespace CnnVerified.Verification.Comparison;

/// <summary>
/// A loss seen as a layer from predictions to one number, so that whatever can be checked about a layer can be checked
/// about it. The targets are one-hot: sample n belongs to class n modulo the number of classes.
/// </summary>
internal sealed class LossLayer<T>(Loss<T> loss) : Layer<T> where T : IFloatingPointIeee754<T>
{
    /// <inheritdoc/>
    public override string Name => loss.Name;

    /// <inheritdoc/>
    public override Shape OutputShape(Shape x) => new(1);

    /// <inheritdoc/>
    public override void Forward(Tensor<T> x, Tensor<T> y) => y[0] = loss.Value(x, Target(x.Shape));

    /// <inheritdoc/>
    public override void Backward(
        Tensor<T> x, Tensor<T> y, Tensor<T> dy, Tensor<T>? dx, ReadOnlySpan<Tensor<T>> gradients)
    {
        if (dx is null) return;
        loss.Gradient(x, Target(x.Shape), dx);
        foreach (ref var d in dx.Values) d *= dy[0];
    }

    /// <inheritdoc/>
    public override Layer<U>? Over<U>() => loss.Over<U>() is { } other ? new LossLayer<U>(other) : null;

    /// <inheritdoc/>
    public override Layer<T>? AsReference() => loss.AsReference() is { } other ? new LossLayer<T>(other) : null;

    private static Tensor<T> Target(Shape shape)
    {
        var target = new Tensor<T>(shape);
        var classes = shape.Count / shape[0];
        for (var n = 0; n < shape[0]; n++) target[n * classes + n % classes] = T.One;
        return target;
    }
}
