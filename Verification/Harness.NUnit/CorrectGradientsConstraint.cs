using NUnit.Framework.Constraints;

namespace CnnVerified.Verification;

/// <summary>
/// Is satisfied by a layer, a loss or a prepared <see cref="GradientCheck"/> whose analytic gradients are right:
/// <c>Assert.That(layer, Has.CorrectGradients.At(2, 3, 7, 6))</c>.
/// </summary>
public sealed class CorrectGradientsConstraint : Constraint
{
    private readonly List<Action<GradientCheck>> settings = [];

    /// <inheritdoc/>
    public override string Description => "gradients that agree with finite differences";

    /// <summary>Draws an input of this shape, batch axis first.</summary>
    public CorrectGradientsConstraint At(params int[] shape) => Set(check => check.At(shape));

    /// <summary>The input to check at, and the target where there is a loss.</summary>
    public CorrectGradientsConstraint At(Tensor<double> x, Tensor<double>? target = null) =>
        Set(check => check.At(x, target));

    /// <summary>Lets inconclusive entries pass, with a reason.</summary>
    public CorrectGradientsConstraint WaiveInconclusive(string reason) => Set(check => check.WaiveInconclusive(reason));

    /// <summary>Lets code that is not the library's run on several threads at once.</summary>
    public CorrectGradientsConstraint InParallel() => Set(check => check.InParallel());

    /// <inheritdoc/>
    public override ConstraintResult ApplyTo<TActual>(TActual actual)
    {
        var check = actual switch
        {
            GradientCheck prepared => prepared,
            Layer<double> layer => GradientCheck.Of(layer),
            Layer<float> layer => GradientCheck.Of(layer),
            Loss<double> loss => GradientCheck.Of(loss),
            Loss<float> loss => GradientCheck.Of(loss),
            _ => throw new ArgumentException($"{actual} is no layer, no loss and no GradientCheck.", nameof(actual)),
        };
        foreach (var setting in settings) setting(check);
        return new ReportResult(this, check.Run());
    }

    private CorrectGradientsConstraint Set(Action<GradientCheck> setting)
    {
        settings.Add(setting);
        return this;
    }
}
