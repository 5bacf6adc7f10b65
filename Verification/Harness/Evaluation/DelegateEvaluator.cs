namespace CnnVerified.Verification;

/// <summary>
/// Evaluates a plain function of an array. The array it is given is its own to read; what it returns is one number.
/// </summary>
internal sealed class DelegateEvaluator(Func<double[], double> function, double[] point) : IEvaluator<double>
{
    private readonly double[] perturbed = [.. point];

    /// <inheritdoc/>
    public Range Evaluate(int variable, int entry, double value, Span<double> outputs)
    {
        perturbed[entry] = value;
        outputs[0] = function([.. perturbed]);
        perturbed[entry] = point[entry];
        return Range.All;
    }

    /// <inheritdoc/>
    public Range Evaluate(int variable, ReadOnlySpan<double> values, Span<double> outputs)
    {
        outputs[0] = function(values.ToArray());
        return Range.All;
    }
}
