namespace CnnVerified.Verification;

/// <summary>A layer or a loss together with a point to check it at.</summary>
/// <param name="Layer">The layer; null for a loss.</param>
/// <param name="Loss">The loss; null for a layer.</param>
/// <param name="X">The input, or the prediction.</param>
/// <param name="Upstream">The upstream gradient, or the target.</param>
public sealed record Specimen(Layer<double>? Layer, Loss<double>? Loss, Tensor<double> X, Tensor<double> Upstream)
{
    /// <summary>The same with a bug in it.</summary>
    public Specimen With(PlantedBug bug) =>
        this with { Layer = Layer is null ? null : bug.PlantIn(Layer), Loss = Loss is null ? null : bug.PlantIn(Loss) };

    /// <summary>The layer, or the loss as one.</summary>
    internal Layer<double> AsLayer => Layer ?? new LossLayer<double>(Loss!);

    /// <summary>The upstream gradient of <see cref="AsLayer"/>.</summary>
    internal Tensor<double> Dy => Layer is null ? new Tensor<double>(new Shape(1), 1.0) : Upstream;

    /// <summary>What its wrong gradients come from.</summary>
    internal IReadOnlyList<Diagnosis> Diagnose() =>
        Diagnosing.Of(
            new Origin(Layer is null ? new Network<double>() : new Network<double>(Layer), Loss, X, Upstream),
            [], Deadline.None);

    /// <summary>A check of its gradients at its point.</summary>
    public GradientCheck Check() =>
        Layer is not null ? GradientCheck.Of(Layer).At(X, upstream: Upstream) : GradientCheck.Of(Loss!).At(X, Upstream);
}
