namespace CnnVerified.Verification;

/// <summary>Differences of a subject between two values of a single entry, divided by their distance.</summary>
/// <remarks>
/// The outputs are subtracted before they are weighted and summed, so that outputs out of the entry's reach add no
/// rounding. The divisor is the distance of the two values as stored, which need not be the distance asked for.
/// </remarks>
internal sealed class DifferenceQuotient(Subject subject)
{
    private const int Points = 9;                     // of a function, to estimate its noise
    private const int MostOutputs = 4096;             // of all evaluations that are asked for at once

    private readonly IEvaluator<double> evaluator = subject.NewEvaluator();
    private readonly Range[] reaches = new Range[Math.Max(Points + 1, MostOutputs / subject.Upstream.Length)];
    private double[] outputs = [];

    /// <summary>
    /// For each of several entries (s(high) − s(low))/(high − low), and the size of the outputs that were subtracted:
    /// √Σ(dyₖ·yₖ)².
    /// </summary>
    public (double Slope, double Size)[] Between(
        int variable, ReadOnlySpan<(int Entry, double Low, double High)> pairs)
    {
        var quotients = new (double Slope, double Size)[pairs.Length];
        for (var (start, count) = (0, 0); start < pairs.Length; start += count)
        {
            count = Math.Min(pairs.Length - start, reaches.Length / 2);
            var changes = new (int Entry, double Value)[2 * count];
            for (var i = 0; i < count; i++)
            {
                var (entry, low, high) = pairs[start + i];
                (changes[2 * i], changes[2 * i + 1]) = ((entry, low), (entry, high));
            }
            Evaluate(variable, changes);
            for (var i = 0; i < count; i++)
            {
                var difference = Difference(2 * i, 2 * i + 1, out var size);
                quotients[start + i] = (difference / (changes[2 * i + 1].Value - changes[2 * i].Value), size);
            }
        }
        return quotients;
    }

    /// <summary>
    /// s(θ + i·δ) − s(θ) for nine successive i around 0 or on one side of it, for an estimate of the noise in s.
    /// </summary>
    public double[] Around(int variable, int entry, double delta, Side side)
    {
        var first = side switch { Side.Above => 0, Side.Below => 1 - Points, _ => -Points / 2 };
        var theta = subject.Variables[variable].Value[entry];
        Evaluate(variable,
            [(entry, theta), .. Enumerable.Range(first, Points).Select(i => (entry, theta + i * delta))]);
        return [.. Enumerable.Range(1, Points).Select(i => Difference(0, i, out _))];
    }

    /// <summary>
    /// Σₖ |dyₖ|·|yₖ(θ + h) − 2·yₖ(θ) + yₖ(θ − h)|/2h: how far the slopes of the outputs on either side lie from
    /// their middle. It shrinks with h where the outputs are smooth and stays where one has a kink, even if kinks
    /// of several outputs cancel in s.
    /// </summary>
    public double KinkWidth(int variable, int entry, double h)
    {
        var theta = subject.Variables[variable].Value[entry];
        Evaluate(variable, [(entry, theta), (entry, theta - h), (entry, theta + h)]);
        var (start, count) = reaches[0].GetOffsetAndLength(subject.Upstream.Length);
        var sum = 0.0;
        for (var k = start; k < start + count; k++)
            sum += Math.Abs(subject.Upstream[k] * (-2 * Outputs(0)[k] + Outputs(1)[k] + Outputs(2)[k]));
        return sum / (2 * h);
    }

    private void Evaluate(int variable, ReadOnlySpan<(int Entry, double Value)> changes)
    {
        var needed = changes.Length * subject.Upstream.Length;
        if (outputs.Length < needed) outputs = new double[needed];
        evaluator.EvaluateEach(variable, changes, outputs.AsSpan(0, needed), reaches);
    }

    private Span<double> Outputs(int evaluation) =>
        outputs.AsSpan(evaluation * subject.Upstream.Length, subject.Upstream.Length);

    private double Difference(int from, int to, out double size)
    {
        var below = Outputs(from);
        var above = Outputs(to);
        var (start, count) = reaches[to].GetOffsetAndLength(above.Length);
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
