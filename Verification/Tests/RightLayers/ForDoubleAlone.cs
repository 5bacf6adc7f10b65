namespace CnnVerified.Verification.Tests.RightLayers;

/// <summary>
/// A layer as somebody else would write it, for double alone: differences are all there is to check it with.
/// </summary>
internal sealed class DoubleLayer(Layer<double> right) : Layer<double>
{
    public override IReadOnlyList<Parameter<double>> Parameters => right.Parameters;

    public override Shape OutputShape(Shape x) => right.OutputShape(x);

    public override void Forward(Tensor<double> x, Tensor<double> y) => right.Forward(x, y);

    public override void Backward(
        Tensor<double> x, Tensor<double> y, Tensor<double> dy, Tensor<double>? dx,
        ReadOnlySpan<Tensor<double>> gradients) => right.Backward(x, y, dy, dx, gradients);
}

/// <summary>A loss for double alone.</summary>
internal sealed class DoubleLoss(Loss<double> right) : Loss<double>
{
    public override double Value(Tensor<double> prediction, Tensor<double> target) => right.Value(prediction, target);

    public override void Gradient(Tensor<double> prediction, Tensor<double> target, Tensor<double> gradient) =>
        right.Gradient(prediction, target, gradient);
}
