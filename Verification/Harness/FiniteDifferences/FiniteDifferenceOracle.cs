namespace CnnVerified.Verification;

/// <summary>
/// The numeric derivative of every entry of every variable. One central difference an entry, at a step learnt from a sample,
/// settles most entries; where it leaves doubt or contradicts the analytic value, the whole ladder of steps decides.
/// </summary>
internal static class FiniteDifferenceOracle
{
    private const int Block = 64;
    private const int Confirmations = 64;

    /// <summary>Derivatives by variable and entry, with their uncertainties.</summary>
    public static NumericDerivative[][] Differentiate(Subject subject)
    {
        var workers = NewWorkers(subject);
        return [.. subject.Variables.Select((_, variable) => Differentiate(subject, variable, workers))];
    }

    private static Workers<(StepLadder Ladder, Kinks Kinks)> NewWorkers(Subject subject) => new(subject.CanRunInParallel, () =>
    {
        var ladder = new StepLadder(subject);
        return (ladder, new Kinks(subject, ladder));
    });

    private static NumericDerivative[] Differentiate(Subject subject, int variable, Workers<(StepLadder Ladder, Kinks Kinks)> workers)
    {
        var analytic = subject.Variables[variable].Analytic;
        var derivatives = new NumericDerivative[analytic.Shape.Count];
        var screening = Screening.Of(workers, variable, derivatives.Length);
        workers.ForEach(derivatives.Length, Block, (tools, entry) =>
        {
            var slope = tools.Ladder.Slope(variable, entry, screening.Rung);
            derivatives[entry] = new(slope, screening.Uncertainty(slope, tools.Ladder.Step(variable, entry, screening.Rung)));
        });

        var scale = Verdicts.Scale(derivatives);
        var isThorough = subject.Entries <= Tolerances.ThoroughEntries;
        var doubtful = Enumerable.Range(0, derivatives.Length).Where(InDoubt).ToArray();

        // Where a backward pass is wrong throughout, some hundred ladders that all say so spare the others.
        var spread = Math.Max(1, doubtful.Length / Confirmations);
        int[] sample = [.. doubtful.Where((_, i) => i % spread == 0)];
        Climb(sample);
        if (!sample.All(IsWrong)) Climb([.. doubtful.Where((_, i) => i % spread != 0)]);
        return derivatives;

        void Climb(int[] entries) => workers.ForEach(entries.Length, 1, (tools, i) =>
        {
            var entry = entries[i];
            derivatives[entry] = tools.Ladder.Climb(variable, entry).Best;
            if (Verdicts.Of(analytic[entry], derivatives[entry], scale) != Verdict.Correct)
                derivatives[entry] = tools.Kinks.Derivative(variable, entry);
        });

        bool IsWrong(int entry) => Verdicts.Of(analytic[entry], derivatives[entry], scale) == Verdict.Wrong;

        bool InDoubt(int entry) =>
            isThorough ? Verdicts.Of(analytic[entry], derivatives[entry], scale: 0) != Verdict.Correct : IsWrong(entry);
    }
}
