namespace CnnVerified.Verification;

/// <summary>Evaluates a function with several entries of one tensor set to the same value; they are its only entry.</summary>
internal sealed class TiedEvaluator(IEvaluator<double> function, int tensor, int[] tied) : IEvaluator<double>
{
    /// <inheritdoc/>
    public Range Evaluate(int variable, int entry, double value, Span<double> outputs)
    {
        var values = function.Values(tensor);
        double[] own = [.. values];
        foreach (var i in tied) values[i] = value;
        var range = function.Evaluate(tensor, outputs);
        own.CopyTo(values);
        return range;
    }

    /// <inheritdoc/>
    public Span<double> Values(int variable) => throw new NotSupportedException("Tied entries move together.");

    /// <inheritdoc/>
    public Range Evaluate(int variable, Span<double> outputs) => throw new NotSupportedException("Tied entries move together.");
}
