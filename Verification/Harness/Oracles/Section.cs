namespace CnnVerified.Verification.Oracles;

/// <summary>A subject along the axis of one entry: how s changes when that entry alone takes other values.</summary>
/// <remarks>
/// Outputs are subtracted before they are weighted and summed, so that outputs out of the entry's reach add no
/// rounding.
/// </remarks>
internal sealed class Section(Subject subject)
{
    private const int MostOutputs = 4096;             // of all evaluations that are asked for at once

    private readonly IEvaluator<double> evaluator = subject.NewEvaluator();
    private readonly int most = Math.Max(8, MostOutputs / subject.Upstream.Length);       // evaluations at once
    private Reach[] reaches = [];
    private double[] outputs = [], unchanged = [];
    private (int Variable, int Entry) known = (-1, -1);
    private bool isAllKnown;                          // of the outputs at the point, whichever entry is asked for

    /// <summary>The nearest number that the code can be given for entries of a tensor.</summary>
    public Func<double, double> Nearest(int variable) => subject.Variables[variable].Nearest;

    /// <summary>
    /// s at each of several values of an entry, minus s at its own value; at the nearest numbers that code can take.
    /// </summary>
    public Sample[] At(int variable, int entry, double[] values)
    {
        var nearest = Nearest(variable);
        var changes = Array.ConvertAll(values, value => (Entry: entry, Value: nearest(value)));
        if (!isAllKnown && known != (variable, entry))
        {
            if (unchanged.Length == 0) unchanged = new double[subject.Upstream.Length];
            var reach = evaluator.Evaluate(variable, entry, subject.Variables[variable].Value[entry], unchanged);
            (known, isAllKnown) = ((variable, entry), reach == Reach.All(unchanged.Length));
        }
        var samples = new Sample[changes.Length];
        for (var (start, count) = (0, 0); start < samples.Length; start += count)
        {
            count = Math.Min(samples.Length - start, most);
            Evaluate(variable, changes.AsSpan(start, count));
            for (var i = 0; i < count; i++)
                samples[start + i] =
                    Difference(reaches[i], unchanged, Outputs(i)) with { Value = changes[start + i].Value };
        }
        return samples;
    }

    /// <summary>
    /// For each of several entries (s(high) − s(low))/(high − low), and the size of what was subtracted.
    /// </summary>
    public (double Slope, double Size)[] Between(
        int variable, ReadOnlySpan<(int Entry, double Low, double High)> pairs)
    {
        var (quotients, nearest) = (new (double Slope, double Size)[pairs.Length], Nearest(variable));
        for (var (start, count) = (0, 0); start < pairs.Length; start += count)
        {
            count = Math.Min(pairs.Length - start, most / 2);
            var changes = new (int Entry, double Value)[2 * count];
            for (var i = 0; i < count; i++)
            {
                var (entry, low, high) = pairs[start + i];
                (changes[2 * i], changes[2 * i + 1]) = ((entry, nearest(low)), (entry, nearest(high)));
            }
            Evaluate(variable, changes);
            for (var i = 0; i < count; i++)
            {
                var found = Difference(reaches[2 * i + 1], Outputs(2 * i), Outputs(2 * i + 1));
                quotients[start + i] = (found.Change / (changes[2 * i + 1].Value - changes[2 * i].Value), found.Size);
            }
        }
        return quotients;
    }

    private void Evaluate(int variable, ReadOnlySpan<(int Entry, double Value)> changes)
    {
        var needed = changes.Length * subject.Upstream.Length;
        if (outputs.Length < needed) outputs = new double[needed];
        if (reaches.Length < changes.Length) reaches = new Reach[changes.Length];
        evaluator.EvaluateEach(variable, changes, outputs.AsSpan(0, needed), reaches);
    }

    private ReadOnlySpan<double> Outputs(int evaluation) =>
        outputs.AsSpan(evaluation * subject.Upstream.Length, subject.Upstream.Length);

    private Sample Difference(Reach reach, ReadOnlySpan<double> from, ReadOnlySpan<double> to)
    {
        var (difference, squares, sum, isSingle) = (0.0, 0.0, 0.0, true);
        foreach (var range in reach)
            for (var k = range.Start.Value; k < range.End.Value; k++)
            {
                difference += subject.Upstream[k] * (to[k] - from[k]);
                var largest = Math.Abs(subject.Upstream[k] * Math.Max(Math.Abs(to[k]), Math.Abs(from[k])));
                squares += largest * largest;
                sum += largest;
                isSingle &= to[k] == (float)to[k];
            }
        return new(double.NaN, difference, double.IsNormal(squares) ? Math.Sqrt(squares) : sum, isSingle);
    }
}

/// <summary>A function's change from the point of a check to some other value of one entry.</summary>
/// <param name="Value">The entry's value.</param>
/// <param name="Change">s there minus s at the point; not finite where either is not.</param>
/// <param name="Size">
/// √Σ(dyₖ·yₖ)² of the outputs that were subtracted, and what rounding of the moved entries adds.
/// </param>
/// <param name="IsSingle">Whether every output there is a number of single precision.</param>
internal readonly record struct Sample(double Value, double Change, double Size, bool IsSingle)
{
    /// <summary>Whether the function has a value there.</summary>
    public bool IsFinite => double.IsFinite(Change);
}
