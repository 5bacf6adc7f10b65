namespace CnnVerified.Verification.Evaluation;

/// <summary>
/// Evaluates a function with several entries of one tensor moved together; they are its only entry, whose value is that
/// of the first of them.
/// </summary>
/// <param name="function">The function of all of them.</param>
/// <param name="tensor">Which tensor they are of.</param>
/// <param name="tied">Which entries.</param>
/// <param name="v">How far each goes, the first one by 1.</param>
internal sealed class TiedEvaluator(IEvaluator<double> function, int tensor, int[] tied, double[] v)
    : IEvaluator<double>
{
    /// <inheritdoc/>
    public Reach Evaluate(int variable, int entry, double value, Span<double> outputs)
    {
        var values = function.Values(tensor);
        double[] own = [.. values];
        foreach (var (k, i) in tied.Index())
            values[i] = own[i] == own[tied[0]] && v[k] == 1 ? value : own[i] + v[k] * (value - own[tied[0]]);
        var range = function.Evaluate(tensor, outputs);
        own.CopyTo(values);
        return range;
    }

    /// <inheritdoc/>
    public Span<double> Values(int variable) => throw AllTogether();

    /// <inheritdoc/>
    public Reach Evaluate(int variable, Span<double> outputs) => throw AllTogether();

    private static NotSupportedException AllTogether() => new("Tied entries move together.");
}
