namespace CnnVerified.Verification;

/// <summary>Differences of a subject between two values of a single entry, divided by their distance.</summary>
/// <remarks>
/// The outputs are subtracted before they are weighted and summed, so that outputs out of the entry's reach add no
/// rounding. The divisor is the distance of the two values as stored, which need not be the distance asked for.
/// </remarks>
internal sealed class DifferenceQuotient(Subject subject)
{
    private readonly IEvaluator<double> evaluator = subject.NewEvaluator();
    private readonly double[] above = new double[subject.Upstream.Length], below = new double[subject.Upstream.Length];

    /// <summary>
    /// (s(high) − s(low))/(high − low), and the size of the outputs that were subtracted: √Σ(dyₖ·yₖ)².
    /// </summary>
    public (double Slope, double Size) Between(int variable, int entry, double low, double high)
    {
        evaluator.Evaluate(variable, entry, low, below);
        var difference = DifferenceFromBelow(variable, entry, high, out var size);
        return (difference / (high - low), size);
    }

    /// <summary>
    /// s(θ + i·δ) − s(θ) for nine successive i around 0 or on one side of it, for an estimate of the noise in s.
    /// </summary>
    public double[] Around(int variable, int entry, double delta, Side side)
    {
        var first = side switch { Side.Above => 0, Side.Below => -8, _ => -4 };
        var theta = subject.Variables[variable].Value[entry];
        evaluator.Evaluate(variable, entry, theta, below);
        return [.. Enumerable.Range(first, 9)
            .Select(i => DifferenceFromBelow(variable, entry, theta + i * delta, out _))];
    }

    /// <summary>
    /// Σₖ |dyₖ|·|yₖ(θ + h) − 2·yₖ(θ) + yₖ(θ − h)|/2h: how far the slopes of the outputs on either side lie from
    /// their middle. It shrinks with h where the outputs are smooth and stays where one has a kink, even if kinks
    /// of several outputs cancel in s.
    /// </summary>
    public double KinkWidth(int variable, int entry, double h)
    {
        var theta = subject.Variables[variable].Value[entry];
        var bend = new double[above.Length];
        foreach (var (value, factor) in new[] { (theta, -2.0), (theta - h, 1.0), (theta + h, 1.0) })
        {
            var (start, count) = evaluator.Evaluate(variable, entry, value, above).GetOffsetAndLength(above.Length);
            for (var k = start; k < start + count; k++) bend[k] += factor * above[k];
        }
        return bend.Zip(subject.Upstream, (b, dy) => Math.Abs(dy * b)).Sum() / (2 * h);
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
