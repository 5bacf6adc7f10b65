using CnnVerified.Layers;

namespace CnnVerified.Verification;

/// <summary>dx and dθ agree with finite differences.</summary>
public sealed class FiniteDifferencesAgree() : LayerCheck("finite differences")
{
    /// <inheritdoc/>
    public override CheckOutcome Run(Layer<double> layer, Tensor<double> x, Tensor<double> dy) =>
        GradientOutcome.Of(GradientCheck.Of(layer).At(x, upstream: dy).WithDualNumbers(false).Run());
}

/// <summary>dx and dθ agree with the layer's own forward pass on dual numbers.</summary>
public sealed class DualNumbersAgree() : LayerCheck("dual numbers")
{
    /// <inheritdoc/>
    public override CheckOutcome Run(Layer<double> layer, Tensor<double> x, Tensor<double> dy) =>
        layer.Over<Dual>() is null
        ? CheckOutcome.NotApplicable("the layer is written for one scalar only")
        : GradientOutcome.Of(GradientCheck.Of(layer).At(x, upstream: dy).WithDualNumbersAlone().Run());
}

/// <summary>What a report of a gradient check means for a check of a layer.</summary>
internal static class GradientOutcome
{
    /// <summary>Passed, or the first line of the report and the worst entry.</summary>
    public static CheckOutcome Of(GradientReport report)
    {
        if (report.Passed) return CheckOutcome.Passed;
        var variable = report.Variables.Select(v => v.Summary).First(v => v.Failures.Count > 0);
        var worst = variable.Failures[0];
        return CheckOutcome.Failed($"d{variable.NameOf(worst.Position)}: {worst.Report}");
    }
}
