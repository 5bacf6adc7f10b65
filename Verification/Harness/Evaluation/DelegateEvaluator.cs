namespace CnnVerified.Verification.Evaluation;

/// <summary>Evaluates a plain function of one number, at 0 and elsewhere.</summary>
internal sealed class DelegateEvaluator(Func<double, double> function) : IEvaluator<double>
{
    private readonly double[] point = [0];

    /// <inheritdoc/>
    public Reach Evaluate(int variable, int entry, double value, Span<double> outputs)
    {
        outputs[0] = function(value);
        return Reach.All(outputs.Length);
    }

    /// <inheritdoc/>
    public Span<double> Values(int variable) => point;

    /// <inheritdoc/>
    public Reach Evaluate(int variable, Span<double> outputs) => Evaluate(variable, 0, point[0], outputs);
}
