namespace CnnVerified.Verification.PlantedBugs;

/// <summary>A loss with a planted bug.</summary>
internal sealed class BrokenLoss(Loss<double> right, PlantedBug bug) : Loss<double>
{
    /// <inheritdoc/>
    public override string Name => right.Name;

    /// <inheritdoc/>
    public override double Value(Tensor<double> prediction, Tensor<double> target) =>
        bug.Value?.Invoke(right, prediction, target) ?? right.Value(prediction, target);

    /// <inheritdoc/>
    public override void Gradient(Tensor<double> prediction, Tensor<double> target, Tensor<double> gradient)
    {
        right.Gradient(prediction, target, gradient);
        var one = new Tensor<double>(new Shape(1), 1.0);
        bug.Spoil(new BackwardPass(null, prediction, target, one, gradient, [], (null, []), null));
    }

    /// <inheritdoc/>
    public override Loss<U>? Over<U>() => bug.IsForwardRight ? right.Over<U>() : null;
}
