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
        try
        {
            return Evaluate(variable, outputs);
        }
        finally
        {
            perturbed[entry] = point[entry];
        }
    }

    /// <inheritdoc/>
    public Span<double> Values(int variable) => perturbed;

    /// <inheritdoc/>
    public Range Evaluate(int variable, Span<double> outputs)
    {
        outputs[0] = function([.. perturbed]);
        return Range.All;
    }
}
