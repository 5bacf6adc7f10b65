namespace CnnVerified.Verification;

/// <summary>
/// The numeric derivative of every entry of every variable. One central difference an entry, at a step learnt from a
/// sample, settles most entries; where it leaves doubt or contradicts the analytic value, the whole ladder of steps
/// decides, and the slopes on either side where the function has a kink. What is found for an entry does not depend on
/// which others are asked for.
/// </summary>
internal sealed class FiniteDifferenceOracle(Subject subject)
{
    private const int Block = 64;

    private readonly bool thorough = subject.Entries <= Tolerances.ThoroughEntries;
    private readonly Screening?[] screenings = new Screening?[subject.Variables.Count];
    private readonly Workers<(StepLadder Ladder, Kinks Kinks)> workers = new(subject.RunsInParallel(), () =>
    {
        var ladder = new StepLadder(subject);
        return (ladder, new Kinks(subject, ladder));
    });

    /// <summary>The derivatives of selected entries of one variable, with their uncertainties.</summary>
    public NumericDerivative[] Differentiate(int variable, Selection entries)
    {
        var derivatives = new NumericDerivative[entries.Count];
        if (entries.Count == 0) return derivatives;
        var (analytic, scale) = (subject.Variables[variable].Analytic, subject.Variables[variable].Scale);
        var screening = screenings[variable] ??= Screening.Of(workers, variable, analytic.Shape.Count);
        var wrongThroughout = WrongThroughout();
        workers.ForEachBlock(entries.Count, Block, (tools, block) =>
        {
            var (start, count) = block.GetOffsetAndLength(entries.Count);
            int[] positions = [.. Enumerable.Range(start, count).Select(k => entries[k])];
            var slopes = tools.Ladder.Slopes(variable, positions, screening.Rung);
            foreach (var (i, entry) in positions.Index())
            {
                var h = tools.Ladder.Step(variable, entry, screening.Rung);
                var screened = new NumericDerivative(slopes[i], screening.Uncertainty(slopes[i], h));
                derivatives[start + i] = InDoubt(entry, screened)
                    ? Settle(tools.Ladder, tools.Kinks, entry, screened, h) : screened;
            }
        });
        return derivatives;

        bool InDoubt(int entry, NumericDerivative screened) => thorough
            ? Verdicts.Of(analytic[entry], screened, scale: 0) != Verdict.Correct
            : IsWrong(entry, screened);

        NumericDerivative Settle(StepLadder ladder, Kinks kinks, int entry, NumericDerivative screened, double h)
        {
            if (!thorough && Confirmed(ladder, kinks, entry, screened, h) is { } confirmed) return confirmed;
            var climbed = ladder.Climb(variable, entry).Best;
            return Verdicts.Of(analytic[entry], climbed, scale) == Verdict.Correct
                ? climbed : kinks.Derivative(variable, entry);
        }

        // A gross mistake needs no whole ladder: a second step that agrees with the first leaves no other explanation
        // but a kink, and a kink is none where the whole sample is wrong.
        NumericDerivative? Confirmed(StepLadder ladder, Kinks kinks, int entry, NumericDerivative screened, double h)
        {
            var rung = screening.Rung + 1;
            var finer = ladder.Slopes(variable, [entry], rung)[0];
            var uncertainty = Tolerances.TruncationSafety * Math.Abs(finer - screened.Value)
                + screening.Uncertainty(finer, ladder.Step(variable, entry, rung));
            return Math.Abs(analytic[entry] - finer) > Tolerances.GrossMistake * uncertainty
                && (wrongThroughout || kinks.IsSmooth(variable, entry, h)) ? new(finer, uncertainty) : null;
        }

        bool WrongThroughout()
        {
            if (thorough || screening.Sampled.Any(one => !IsWrong(one.Entry, one.Derivative))) return false;
            var right = 0;
            workers.ForEach(screening.Sampled.Count, 1, (tools, i) =>
            {
                var entry = screening.Sampled[i].Entry;
                if (!IsWrong(entry, tools.Kinks.Derivative(variable, entry))) Interlocked.Increment(ref right);
            });
            return right == 0;
        }

        bool IsWrong(int entry, NumericDerivative derivative) =>
            Verdicts.Of(analytic[entry], derivative, scale) == Verdict.Wrong;
    }
}
