namespace CnnVerified.Verification.PlantedBugs;

/// <summary>
/// A bug of what a backward pass does to its arguments, or of what it remembers: its first result may be right.
/// </summary>
internal abstract class StateBug(
    string breaks, string name, string mistake, string lesson, string? named = null, string? seen = null)
    : PlantedBug(breaks, name, mistake, lesson, named, seen);

internal sealed class DenseUpstreamModified() : StateBug(
    nameof(Dense<>), "dense-upstream-modified", "The backward pass scales dy in place.",
    "dy is the caller's: another branch of the network, or the next check, will read it. "
    + "A function of dy must leave it as it was.")
{
    internal override void Deliver(BackwardPass pass, Tensor<double>? dx, ReadOnlySpan<Tensor<double>> gradients)
    {
        base.Deliver(pass, dx, gradients);
        foreach (ref var dy in pass.Dy.Values) dy *= 0.5;
    }
}

internal sealed class SigmoidOutputModified() : StateBug(
    nameof(Sigmoid<>), "sigmoid-output-modified", "y·(1 − y) is computed in y's own storage.",
    "y is an activation that the next layer's dW still needs, for which it would then be y·(1 − y).")
{
    internal override void Deliver(BackwardPass pass, Tensor<double>? dx, ReadOnlySpan<Tensor<double>> gradients)
    {
        base.Deliver(pass, dx, gradients);
        foreach (ref var y in pass.Y.Values) y *= 1 - y;
    }
}

internal sealed class DenseOverwritesGradients() : StateBug(
    nameof(Dense<>), "dense-overwrites-gradients", "dW and db are assigned where they must be added.",
    "A parameter used twice, or a batch taken in parts, has as its gradient the sum of all its uses; "
    + "assignment keeps the last.")
{
    internal override void Deliver(BackwardPass pass, Tensor<double>? dx, ReadOnlySpan<Tensor<double>> gradients)
    {
        foreach (var gradient in gradients) gradient.Values.Clear();
        base.Deliver(pass, dx, gradients);
    }
}

internal sealed class ConvDxNotCleared() : StateBug(
    nameof(Convolution<>), "conv-dx-not-cleared", "dx is added to what its buffer held, which nobody cleared.",
    "dx is a result, not an accumulator: with a reused buffer the gradient of the step before is still in it.")
{
    internal override void Deliver(BackwardPass pass, Tensor<double>? dx, ReadOnlySpan<Tensor<double>> gradients)
    {
        for (var i = 0; i < (dx?.Shape.Count ?? 0); i++) pass.Dx[i] += dx![i];
        base.Deliver(pass, dx, gradients);
    }
}

internal sealed class ConvRemembersGradients() : StateBug(
    nameof(Convolution<>), "conv-remembers-gradients",
    "dk is accumulated in a field that is never cleared: the second call adds to the first.",
    "Backward is a function of x, dy and θ. What an earlier call left must not change it, "
    + "or the order of calls becomes part of the result.")
{
    internal override void Spoil(BackwardPass pass)
    {
        if (pass.Earlier is not { } earlier) return;
        for (var i = 0; i < pass.DWeights.Shape.Count; i++) pass.DWeights[i] += earlier.DWeights[i];
    }
}

internal sealed class SigmoidStaleOutput() : StateBug(
    nameof(Sigmoid<>), "sigmoid-stale-output", "The slope comes from the output that the pass before was given.",
    "σ′ belongs to this x; a cached activation is right only as long as forward and backward strictly alternate.")
{
    internal override void Spoil(BackwardPass pass)
    {
        if (pass.Earlier is not { } earlier || earlier.Y.Shape != pass.Y.Shape) return;
        for (var i = 0; i < pass.Dx.Shape.Count; i++) pass.Dx[i] = earlier.Y[i] * (1 - earlier.Y[i]) * pass.Dy[i];
    }
}

internal sealed class DenseUpdatesInBackward() : StateBug(
    nameof(Dense<>), "dense-updates-in-backward", "The backward pass takes the step itself: W ← W − η·dW.",
    "Then no one can observe dW, accumulate it over two batches or choose another optimiser; "
    + "and a checker compares with a layer that has moved.",
    named: "when the backward pass is called again",
    seen: "the Python program that this project began as, where it is the design and not a mistake")
{
    private const double LearningRate = 0.01;

    internal override void Deliver(BackwardPass pass, Tensor<double>? dx, ReadOnlySpan<Tensor<double>> gradients)
    {
        base.Deliver(pass, dx, gradients);
        for (var i = 0; i < pass.Weights.Shape.Count; i++) pass.Weights[i] -= LearningRate * pass.DWeights[i];
    }
}
