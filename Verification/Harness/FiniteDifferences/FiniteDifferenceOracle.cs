namespace CnnVerified.Verification;

/// <summary>
/// The numeric derivative of every entry of every variable. One central difference an entry, at a step learnt from a sample,
/// settles most entries; where it leaves doubt or contradicts the analytic value, the whole ladder of steps decides. What is
/// found for an entry does not depend on which others are asked for.
/// </summary>
internal sealed class FiniteDifferenceOracle(Subject subject)
{
    private const int Block = 64;

    private readonly bool thorough = subject.Entries <= Tolerances.ThoroughEntries;
    private readonly Workers<StepLadder> workers = new(subject.CanRunInParallel, () => new StepLadder(subject));

    /// <summary>The derivatives of selected entries of one variable, with their uncertainties.</summary>
    public NumericDerivative[] Differentiate(int variable, Selection entries)
    {
        var checkedVariable = subject.Variables[variable];
        var derivatives = new NumericDerivative[entries.Count];
        if (entries.Count == 0) return derivatives;
        var screening = Screening.Of(workers, variable, checkedVariable.Value.Shape.Count);
        workers.ForEach(entries.Count, Block, (ladder, k) =>
        {
            var entry = entries[k];
            var slope = ladder.Slope(variable, entry, screening.Rung);
            derivatives[k] = new(slope, screening.Uncertainty(slope, ladder.Step(variable, entry, screening.Rung)));
            var doubt = thorough
                ? Verdicts.Of(checkedVariable.Analytic[entry], derivatives[k], scale: 0) != Verdict.Correct
                : Verdicts.Of(checkedVariable.Analytic[entry], derivatives[k], checkedVariable.Scale) == Verdict.Wrong;
            if (doubt)
                derivatives[k] = !thorough && Confirmed(ladder, entry, derivatives[k]) is { } confirmed
                    ? confirmed : ladder.Climb(variable, entry).Best;
        });
        return derivatives;

        // A gross mistake needs no whole ladder: a second step that agrees with the first leaves no other explanation.
        NumericDerivative? Confirmed(StepLadder ladder, int entry, NumericDerivative found)
        {
            var rung = screening.Rung + 1;
            var finer = ladder.Slope(variable, entry, rung);
            var uncertainty = Tolerances.TruncationSafety * Math.Abs(finer - found.Value)
                + screening.Uncertainty(finer, ladder.Step(variable, entry, rung));
            return Math.Abs(checkedVariable.Analytic[entry] - finer) > Tolerances.GrossMistake * uncertainty
                ? new(finer, uncertainty) : null;
        }
    }
}
