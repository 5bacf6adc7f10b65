namespace CnnVerified.Verification;

/// <summary>
/// The numeric derivative of every entry of every variable. One central difference an entry, at a step learnt from a sample,
/// settles most entries; where it leaves doubt or contradicts the analytic value, the whole ladder of steps decides.
/// </summary>
internal static class FiniteDifferenceOracle
{
    private const int Block = 64;

    /// <summary>Derivatives by variable and entry, with their uncertainties.</summary>
    public static NumericDerivative[][] Differentiate(Subject subject)
    {
        var thorough = subject.Entries <= Tolerances.ThoroughEntries;
        var results = subject.Variables.Select(variable => new NumericDerivative[variable.Value.Shape.Count]).ToArray();
        var workers = new Workers<StepLadder>(subject.CanRunInParallel, () => new StepLadder(subject));
        for (var v = 0; v < results.Length; v++)
        {
            var (variable, derivatives, analytic) = (v, results[v], subject.Variables[v].Analytic);
            var screening = Screening.Of(workers, variable, derivatives.Length);
            workers.ForEach(derivatives.Length, Block, (ladder, entry) =>
            {
                var slope = ladder.Slope(variable, entry, screening.Rung);
                derivatives[entry] = new(slope, screening.Uncertainty(slope, ladder.Step(variable, entry, screening.Rung)));
            });
            var scale = Verdicts.Scale(derivatives);
            workers.ForEach(derivatives.Length, Block, (ladder, entry) =>
            {
                var derivative = derivatives[entry];
                var doubt = thorough
                    ? Verdicts.Of(analytic[entry], derivative, scale: 0) != Verdict.Correct
                    : Verdicts.Of(analytic[entry], derivative, scale) == Verdict.Wrong;
                if (doubt) derivatives[entry] = ladder.Climb(variable, entry).Best;
            });
        }
        return results;
    }
}
