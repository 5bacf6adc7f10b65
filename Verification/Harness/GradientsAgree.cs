namespace CnnVerified.Verification;

/// <summary>
/// dx and dθ agree with finite differences. Dual numbers are asked only where these do not settle every entry: at kinks
/// that meet they may seem to contradict.
/// </summary>
public sealed class FiniteDifferencesAgree() : LayerCheck("finite differences")
{
    /// <inheritdoc/>
    protected override CheckOutcome Judge(Layer<double> layer, Tensor<double> x, Tensor<double> dy)
    {
        return Asked(false) is { Status: CheckStatus.Passed } passed ? passed : Asked(true);

        CheckOutcome Asked(bool dual) =>
            GradientOutcome.Of(GradientCheck.Of(layer).At(x, upstream: dy).WithDualNumbers(dual).Run());
    }
}

/// <summary>dx and dθ agree with the layer's own forward pass on dual numbers.</summary>
public sealed class DualNumbersAgree() : LayerCheck("dual numbers")
{
    /// <inheritdoc/>
    protected override CheckOutcome Judge(Layer<double> layer, Tensor<double> x, Tensor<double> dy) =>
        layer.Over<Dual>() is null
        ? CheckOutcome.NotApplicable("the layer is written for one scalar only")
        : GradientOutcome.Of(GradientCheck.Of(layer).At(x, upstream: dy).WithDualNumbersAlone().Run());
}

/// <summary>What a report of a gradient check means for a check of a layer.</summary>
internal static class GradientOutcome
{
    /// <summary>Passed, or what breaches the gradient, or the worst entry that is wrong, or else undecided.</summary>
    public static CheckOutcome Of(GradientReport report) =>
        report.Breaches is [var breach, ..] ? CheckOutcome.Failed(breach)
        : Worst(report, Verdict.Wrong) is { } wrong ? CheckOutcome.Failed(wrong)
        : Worst(report, Verdict.Inconclusive) is { } undecided
            ? CheckOutcome.Undecided(string.Join("; ", report.NotNumbers.Prepend(undecided)))
        : CheckOutcome.Passed;

    private static string? Worst(GradientReport report, Verdict verdict) => (
        from variable in report.Variables
        from failure in variable.Summary.Failures
        where failure.Verdict == verdict
        select $"d{failure}").FirstOrDefault();
}
