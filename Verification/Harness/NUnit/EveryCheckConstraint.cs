using CnnVerified.Layers;
using NUnit.Framework.Constraints;

namespace CnnVerified.Verification;

/// <summary>
/// Is satisfied by a layer that passes every check of <see cref="LayerProof"/>:
/// <c>Assert.That(layer, Has.PassedEveryCheck.At(2, 3, 7, 6))</c>.
/// </summary>
public sealed class EveryCheckConstraint : Constraint
{
    private Action<LayerProof> place = _ => { };

    /// <inheritdoc/>
    public override string Description => "a layer that passes every check";

    /// <summary>Draws an input of this shape, batch axis first.</summary>
    public EveryCheckConstraint At(params int[] shape)
    {
        place = proof => proof.At(shape);
        return this;
    }

    /// <summary>The input to check at.</summary>
    public EveryCheckConstraint At(Tensor<double> x)
    {
        place = proof => proof.At(x);
        return this;
    }

    /// <inheritdoc/>
    public override ConstraintResult ApplyTo<TActual>(TActual actual)
    {
        var proof = actual switch
        {
            Layer<double> layer => LayerProof.Of(layer),
            Layer<float> layer => LayerProof.Of(layer),
            _ => throw new ArgumentException($"{actual} is no layer.", nameof(actual)),
        };
        place(proof);
        var report = proof.Run();
        return new ReportResult(this, report, report.Passed);
    }
}
