namespace CnnVerified.Verification.PlantedBugs;

/// <summary>
/// A wrong forward pass with the backward pass that belongs to it: its gradient is right, of another function.
/// </summary>
internal abstract class ForwardBug(string breaks, string name, string mistake, string lesson, string? seen = null)
    : PlantedBug(breaks, name, mistake, lesson, named: null, seen)
{
    internal override bool IsForwardRight => false;
}

internal sealed class ConvTrueConvolution() : ForwardBug(
    nameof(Convolution<>), "conv-true-convolution",
    "Forward rotates the kernel, a convolution in the strict sense, and backward agrees with it.",
    "Cross-correlation reads k[u] at x[i + u], convolution at x[i − u]. Both train equally well, "
    + "but weights from elsewhere come out mirrored.")
{
    internal override void Forward(Layer<double> right, Tensor<double> x, Tensor<double> y) =>
        Rotated(right).Forward(x, y);

    internal override void Spoil(BackwardPass pass)
    {
        var (dx, gradients) = Rotated(pass.Layer!).Backward(pass.X, pass.Y, pass.Dy);
        pass.SetDx(dx);
        pass.SetDWeights(Mirrored.Tensor(gradients[0]));
    }

    private static Layer<double> Rotated(Layer<double> right) =>
        right.WithParameters(Mirrored.Tensor(right.Parameters[0].Value), right.Parameters[1].Value);
}

internal sealed class DenseBiasUnused() : ForwardBug(
    nameof(Dense<>), "dense-bias-unused", "Forward forgets to add b, and backward leaves db at 0 accordingly.",
    "y = W·x can only separate through the origin. Its gradient is right for what it computes; "
    + "what it computes is not the layer.")
{
    internal override void Forward(Layer<double> right, Tensor<double> x, Tensor<double> y)
    {
        var (weights, bias) = (right.Parameters[0].Value, right.Parameters[1].Value);
        right.WithParameters(weights, new Tensor<double>(bias.Shape)).Forward(x, y);
    }

    internal override void Spoil(BackwardPass pass) => pass.DBias.Values.Clear();
}

internal sealed class SigmoidTooSteep() : ForwardBug(
    nameof(Sigmoid<>), "sigmoid-too-steep", "Forward computes σ(2x), and backward its derivative 2·y·(1 − y).",
    "σ(2x) is a sigmoid too, and (1 + tanh x)/2 is it: a factor lost between two definitions changes every output.")
{
    internal override void Forward(Layer<double> right, Tensor<double> x, Tensor<double> y)
    {
        var twice = x.Clone();
        foreach (ref var value in twice.Values) value *= 2;
        right.Forward(twice, y);
    }

    internal override void Spoil(BackwardPass pass)
    {
        for (var i = 0; i < pass.Dx.Shape.Count; i++) pass.Dx[i] = 2 * pass.Y[i] * (1 - pass.Y[i]) * pass.Dy[i];
    }
}

internal sealed class BceSum() : ForwardBug(
    nameof(BinaryCrossEntropy<>), "bce-sum", "Value and gradient are sums over the entries where both are means.",
    "A sum grows with the batch, and with it the step that a learning rate means. "
    + "Which of the two a loss is must be said, and kept.")
{
    internal override double Value(Loss<double> right, Tensor<double> prediction, Tensor<double> target) =>
        right.Value(prediction, target) * prediction.Shape.Count;

    internal override void Spoil(BackwardPass pass) => BackwardPass.Replace(pass.Dx, dp => dp * pass.Dx.Shape.Count);
}
