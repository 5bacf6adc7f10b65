namespace CnnVerified.Verification;

/// <summary>Differences of a subject between two values of a single entry, divided by their distance.</summary>
/// <remarks>
/// The outputs are subtracted before they are weighted and summed, so that outputs out of the entry's reach add no rounding.
/// The divisor is the distance of the two values as stored, which need not be the distance asked for.
/// </remarks>
internal sealed class DifferenceQuotient(Subject subject)
{
    private readonly IEvaluator<double> evaluator = subject.NewEvaluator();
    private readonly double[] above = new double[subject.Upstream.Length], below = new double[subject.Upstream.Length];

    /// <summary>(s(high) − s(low))/(high − low), and the size of the outputs that were subtracted: √Σ(dyₖ·yₖ)².</summary>
    public (double Slope, double Size) Between(int variable, int entry, double low, double high)
    {
        evaluator.Evaluate(variable, entry, low, below);
        var difference = DifferenceFromBelow(variable, entry, high, out var size);
        return (difference / (high - low), size);
    }

    /// <summary>s(θ + i·δ) − s(θ) for i = −4 … 4, for an estimate of the noise in s.</summary>
    public double[] Around(int variable, int entry, double delta)
    {
        var theta = subject.Variables[variable].Value[entry];
        evaluator.Evaluate(variable, entry, theta, below);
        return [.. Enumerable.Range(-4, 9).Select(i => DifferenceFromBelow(variable, entry, theta + i * delta, out _))];
    }

    private double DifferenceFromBelow(int variable, int entry, double value, out double size)
    {
        var (start, count) = evaluator.Evaluate(variable, entry, value, above).GetOffsetAndLength(above.Length);
        var (difference, squares) = (0.0, 0.0);
        for (var k = start; k < start + count; k++)
        {
            difference += subject.Upstream[k] * (above[k] - below[k]);
            var largest = subject.Upstream[k] * Math.Max(Math.Abs(above[k]), Math.Abs(below[k]));
            squares += largest * largest;
        }
        size = Math.Sqrt(squares);
        return difference;
    }
}
