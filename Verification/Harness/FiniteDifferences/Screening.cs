namespace CnnVerified.Verification;

/// <summary>
/// How one central difference an entry is taken throughout a variable: the rung of the ladder, and the error it has
/// there, both learnt from ladders climbed for some entries spread over the variable.
/// </summary>
/// <param name="Rung">The rung whose largest error in the sample is least.</param>
/// <param name="Truncation">The largest truncation error seen there.</param>
/// <param name="Noise">The largest noise seen.</param>
/// <param name="Sampled">Which entries were sampled, and their derivatives.</param>
internal readonly record struct Screening(
    int Rung, double Truncation, double Noise, IReadOnlyList<(int Entry, NumericDerivative Derivative)> Sampled)
{
    private const int Sample = 24;
    private const double GoldenRatio = 0.6180339887498949;

    /// <summary>Learns the step for a variable.</summary>
    public static Screening Of(Workers<(StepLadder Ladder, Kinks Kinks)> workers, int variable, int entries)
    {
        var sample =
            Enumerable.Range(1, Sample).Select(i => (int)(entries * (i * GoldenRatio % 1))).Distinct().ToArray();
        var climbed = new LadderResult[sample.Length];
        workers.ForEach(sample.Length, 1, (tools, i) => climbed[i] = tools.Ladder.Climb(variable, sample[i]));
        var rung = Enumerable.Range(0, climbed.Min(result => result.End))
            .MinBy(rung => climbed.Max(result => result.ErrorAt(rung)));
        return new(rung, climbed.Max(result => result.Truncation(rung)), climbed.Max(result => result.Noise),
            [.. sample.Zip(climbed, (entry, result) => (entry, result.Best))]);
    }

    /// <summary>The error bound of a central difference with step h.</summary>
    public double Uncertainty(double slope, double h) =>
        Tolerances.TruncationSafety * Truncation
            + Tolerances.NoiseSafety * Noise / h + Tolerances.NumericFloor * Math.Abs(slope);
}
