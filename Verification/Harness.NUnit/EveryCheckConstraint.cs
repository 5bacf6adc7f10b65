using NUnit.Framework.Constraints;

namespace CnnVerified.Verification;

/// <summary>
/// Is satisfied by a layer, a loss or a prepared <see cref="LayerProof"/> that passes every check:
/// <c>Assert.That(layer, Has.PassedEveryCheck.At(2, 3, 7, 6))</c>.
/// </summary>
public sealed class EveryCheckConstraint : Constraint
{
    private readonly List<Action<LayerProof>> settings = [];

    /// <inheritdoc/>
    public override string Description => "a layer that passes every check";

    /// <summary>Draws an input of this shape, batch axis first.</summary>
    public EveryCheckConstraint At(params int[] shape) => Set(proof => proof.At(shape));

    /// <summary>The input to check at.</summary>
    public EveryCheckConstraint At(Tensor<double> x) => Set(proof => proof.At(x));

    /// <summary>Leaves one check out, for a reason that the report shows.</summary>
    public EveryCheckConstraint Except(string check, string reason) => Set(proof => proof.Except(check, reason));

    /// <summary>Lets checks pass that could not be decided, with a reason.</summary>
    public EveryCheckConstraint WaiveInconclusive(string reason) => Set(proof => proof.WaiveInconclusive(reason));

    /// <inheritdoc/>
    public override ConstraintResult ApplyTo<TActual>(TActual actual)
    {
        var proof = actual switch
        {
            LayerProof prepared => prepared,
            Layer<double> layer => LayerProof.Of(layer),
            Layer<float> layer => LayerProof.Of(layer),
            Loss<double> loss => LayerProof.Of(loss),
            Loss<float> loss => LayerProof.Of(loss),
            _ => throw new ArgumentException($"{actual} is no layer, no loss and no LayerProof.", nameof(actual)),
        };
        foreach (var setting in settings) setting(proof);
        return new ReportResult(this, proof.Run());
    }

    private EveryCheckConstraint Set(Action<LayerProof> setting)
    {
        settings.Add(setting);
        return this;
    }
}
