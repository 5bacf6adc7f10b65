using CnnVerified.Layers;

namespace CnnVerified.Verification;

/// <summary>A loss whose value is right and whose gradient has a planted bug.</summary>
internal sealed class BrokenLoss(Loss<double> right, PlantedBug bug) : Loss<double>
{
    /// <inheritdoc/>
    public override string Name => right.Name;

    /// <inheritdoc/>
    public override double Value(Tensor<double> prediction, Tensor<double> target) => right.Value(prediction, target);

    /// <inheritdoc/>
    public override void Gradient(Tensor<double> prediction, Tensor<double> target, Tensor<double> gradient)
    {
        right.Gradient(prediction, target, gradient);
        bug.Spoil(new BackwardPass(null, prediction, target, new Tensor<double>(new Shape(1), 1.0), gradient, []));
    }

    /// <inheritdoc/>
    public override Loss<U>? Over<U>() => right.Over<U>();
}
