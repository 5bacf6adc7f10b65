namespace CnnVerified.Verification.Oracles;

/// <summary>
/// How one central difference an entry is taken throughout a large variable: the step, as a share of the entry's size
/// or the tensor's, whichever is larger, and the error it has, both learnt from derivatives of some entries spread over
/// it.
/// </summary>
internal sealed class Screening
{
    private const int LeastSample = 3, MostSample = 24, EntriesPerSample = 40;
    private const int Rungs = 11;
    private const double Top = 0.25;
    private const double GoldenRatio = 0.6180339887498949;

    private readonly Subject subject;
    private readonly int variable;
    private readonly double scale;
    private readonly int rung;
    private readonly double truncation;

    /// <summary>Learns the step for a variable.</summary>
    public Screening(Subject subject, Workers<(Section Section, Ladder Ladder)> workers, int variable)
    {
        (this.subject, this.variable) = (subject, variable);
        var value = subject.Variables[variable].Value;
        scale = RootMeanSquare.Of(value.Values);
        var sample = Sample(value.Shape.Count);
        var learnt = new double[]?[sample.Length];
        var derivatives = new NumericDerivative[sample.Length];
        workers.ForEach(sample.Length, 1, (tools, i) =>
        {
            var entry = sample[i];
            derivatives[i] = tools.Ladder.Derivative(variable, entry);
            if (derivatives[i].IsSmooth) learnt[i] = Learn(tools.Section, entry, derivatives[i].Value);
        });
        Sampled = [.. sample.Zip(derivatives)];
        var known = learnt.OfType<double[]>().ToArray();
        if (known.Length == 0)
        {
            truncation = double.PositiveInfinity;
            return;
        }
        rung = Enumerable.Range(0, Rungs).MinBy(k => known.Max(errors => errors[k]));
        truncation = known.Max(errors => errors[rung]);
    }

    /// <summary>
    /// Whether one difference an entry is to settle most of a tensor's entries: learning the step must not take more
    /// calls than a look at every entry.
    /// </summary>
    public static bool Serves(Subject subject, int entries) =>
        subject.Entries >= Tolerances.ScreenedEntries && Calls(entries) < entries * Ladder.CallsAtGlance;

    /// <summary>How often the function is called for a tensor where nothing is in doubt.</summary>
    public static int Calls(int entries) =>
        2 * entries + Sample(entries).Length * (Ladder.CallsAtGlance + 2 * Rungs);

    /// <summary>From which of a tensor's entries the step is learnt: one of forty, from 3 to 24 of them.</summary>
    private static int[] Sample(int entries) =>
        [.. Enumerable.Range(1, Math.Clamp(entries / EntriesPerSample, LeastSample, MostSample))
            .Select(i => (int)(entries * (i * GoldenRatio % 1))).Distinct()];

    /// <summary>Which entries were sampled, and their derivatives.</summary>
    public IReadOnlyList<(int Entry, NumericDerivative Derivative)> Sampled { get; }

    /// <summary>One central difference for each of several entries, with the error it may have.</summary>
    public NumericDerivative[] Differences(Section section, int[] entries)
    {
        var values = subject.Variables[variable].Value;
        var quotients = section.Between(variable, [.. entries.Select(entry => Pair(entry, rung))]);
        return [.. entries.Zip(quotients, (entry, found) => new NumericDerivative(
            found.Slope, Tolerances.TruncationSafety * truncation
                + Tolerances.NoiseSafety * found.Size * subject.Roundoff / Step(values[entry], rung)
                + Tolerances.NumericFloor * Math.Abs(found.Slope)) {
                    Moved = found.Slope != 0, IsScreened = true,
                    IsCoarse = subject.Roundoff > ArrayNumbers.UnitRoundoff,
                })];
    }

    /// <summary>What a plain difference quotient gets wrong at each rung.</summary>
    private double[] Learn(Section section, int entry, double derivative) =>
        [.. section.Between(variable, [.. Enumerable.Range(0, Rungs).Select(k => Pair(entry, k))])
            .Select(found => Math.Abs(found.Slope - derivative))];

    private (int Entry, double Low, double High) Pair(int entry, int k)
    {
        var theta = subject.Variables[variable].Value[entry];
        return (entry, theta - Step(theta, k), theta + Step(theta, k));
    }

    private double Step(double theta, int k)
    {
        var size = Math.Max(Math.Abs(theta), scale);
        return Math.ScaleB(Top * (size > 0 ? size : 1), -2 * k);
    }
}
