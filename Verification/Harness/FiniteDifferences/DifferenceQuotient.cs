namespace CnnVerified.Verification;

/// <summary>Central differences of a subject with respect to single entries: (s(θ + h) − s(θ − h)) / 2h.</summary>
/// <remarks>
/// The outputs are subtracted before they are weighted and summed, so that outputs out of the entry's reach add no rounding.
/// The divisor is the distance of the two arguments as stored, which need not be 2h.
/// </remarks>
internal sealed class DifferenceQuotient(Subject subject)
{
    private readonly IEvaluator<double> evaluator = subject.NewEvaluator();
    private readonly double[] above = new double[subject.Upstream.Length], below = new double[subject.Upstream.Length];

    /// <summary>The quotient, and the size of the outputs that went into it: √Σ(dyₖ·yₖ)².</summary>
    public (double Slope, double Size) At(int variable, int entry, double h)
    {
        var theta = subject.Variables[variable].Value[entry];
        var (high, low) = (theta + h, theta - h);
        var reach = evaluator.Evaluate(variable, entry, high, above);
        evaluator.Evaluate(variable, entry, low, below);
        var (difference, squares) = (0.0, 0.0);
        var (start, count) = reach.GetOffsetAndLength(above.Length);
        for (var k = start; k < start + count; k++)
        {
            difference += subject.Upstream[k] * (above[k] - below[k]);
            squares += Square(subject.Upstream[k] * Math.Max(Math.Abs(above[k]), Math.Abs(below[k])));
        }
        return (difference / (high - low), Math.Sqrt(squares));
    }

    /// <summary>s(θ + i·δ) − s(θ) for i = −4 … 4, for an estimate of the noise in s.</summary>
    public double[] Around(int variable, int entry, double delta)
    {
        var theta = subject.Variables[variable].Value[entry];
        evaluator.Evaluate(variable, entry, theta, below);
        return [.. Enumerable.Range(-4, 9).Select(i => DifferenceFromBelow(variable, entry, theta + i * delta))];
    }

    private double DifferenceFromBelow(int variable, int entry, double value)
    {
        var (start, count) = evaluator.Evaluate(variable, entry, value, above).GetOffsetAndLength(above.Length);
        var difference = 0.0;
        for (var k = start; k < start + count; k++) difference += subject.Upstream[k] * (above[k] - below[k]);
        return difference;
    }

    private static double Square(double x) => x * x;
}
