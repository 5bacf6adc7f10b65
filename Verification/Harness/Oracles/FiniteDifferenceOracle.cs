namespace CnnVerified.Verification.Oracles;

/// <summary>
/// The numeric derivative of every entry of every variable. In a large check one central difference, at a step learnt
/// from a sample, settles most entries; where it contradicts the analytic value, and in a small check throughout, a
/// ladder of steps decides. What is found for an entry does not depend on which others are asked for.
/// </summary>
internal sealed class FiniteDifferenceOracle(Subject subject)
{
    private const int Block = 64, FewestBeside = 8;

    private readonly ClarkeDerivative kinks = new(subject);
    private readonly Screening?[] screenings = new Screening?[subject.Variables.Count];
    private readonly bool?[] areWrongThroughout = new bool?[subject.Variables.Count];
    private readonly Lock sampling = new();
    private readonly Workers<(Section Section, Ladder Ladder)> workers =
        new(subject.RunsInParallel(), () => (new Section(subject), new Ladder(subject)));

    /// <summary>About how often a check of so many entries of some tensors calls the function.</summary>
    public static long ExpectedCalls(Subject subject, IEnumerable<(Variable Tensor, int Entries)> asked) =>
        2 + 2 * subject.Repetitions + asked.Sum(one => Screening.Serves(subject, one.Tensor.Value.Shape.Count)
            ? Screening.Calls(one.Entries) : (long)Ladder.CallsAtGlance * one.Entries);

    /// <summary>The derivatives of selected entries of one variable, with their uncertainties.</summary>
    /// <param name="variable">Which tensor.</param>
    /// <param name="entries">Which entries of it.</param>
    /// <param name="settled">
    /// Which entries something else can decide, so that no ladder need be climbed; asked where doubt is common.
    /// </param>
    /// <param name="exact">What dual numbers give, if they are asked.</param>
    public NumericDerivative[] Differentiate(
        int variable, Selection entries, Func<int, bool>? settled = null, DualDerivative[]? exact = null)
    {
        var derivatives = new NumericDerivative[entries.Count];
        if (entries.Count == 0) return derivatives;
        var analytic = subject.Variables[variable].Analytic;
        if (!Screening.Serves(subject, analytic.Shape.Count))
        {
            workers.ForEach(entries.Count, Block,
                (tools, k) => derivatives[k] = Settle(tools.Ladder, entries[k], exact?[k].Value));
            return derivatives;
        }
        var screening = screenings[variable] ??= new Screening(subject, workers, variable);
        if (!IsDoubtCommon()) settled = null;
        var wrongThroughout = screening.Sampled.All(
            one => one.Derivative.IsSmooth && IsWrong(one.Entry, one.Derivative));
        workers.ForEachBlock(entries.Count, Block, (tools, block) =>
        {
            var (start, count) = block.GetOffsetAndLength(entries.Count);
            int[] positions = [.. Enumerable.Range(start, count).Select(k => entries[k])];
            var screened = screening.Differences(tools.Section, positions);
            foreach (var (i, entry) in positions.Index())
                derivatives[start + i] = IsEnough(entry, screened[i]) || settled?.Invoke(entry) == true
                    || wrongThroughout && IsGross(entry, screened[i])
                    ? screened[i] : Settle(tools.Ladder, entry, exact?[start + i].Value);
        });
        return derivatives;

        // Ladders for a few entries take less time than something that has to know about all.
        bool IsDoubtCommon()
        {
            int[] sample = [.. screening.Sampled.Select(one => one.Entry)];
            var isCommon = false;
            workers.ForEach(1, 1, (tools, _) => isCommon = screening.Differences(tools.Section, sample)
                .Zip(sample).Any(one => !IsEnough(one.Second, one.First)));
            return isCommon;
        }

        NumericDerivative Settle(Ladder ladder, int entry, double? exactly)
        {
            var derivative = ladder.Derivative(variable, entry, exactly, () => IsWrongBeside(ladder));
            return IsWrong(entry, derivative) && kinks.Of(variable, [entry], [1]) is { } kink && !IsWrong(entry, kink)
                ? kink : derivative;
        }

        // All rungs for three entries show it, as the sample does in a large check.
        bool IsWrongBeside(Ladder ladder)
        {
            if (analytic.Shape.Count < FewestBeside) return false;
            lock (sampling)
                return areWrongThroughout[variable] ??= new[] { 0, analytic.Shape.Count / 2, analytic.Shape.Count - 1 }
                    .All(entry => ladder.Derivative(variable, entry) is { IsSmooth: true } found
                        && Ruling.IsGross(analytic[entry], found, subject.Variables[variable].YardstickOf(entry)));
        }

        bool IsWrong(int entry, NumericDerivative derivative) =>
            Ruling.Of(analytic[entry], derivative, subject.Variables[variable].YardstickOf(entry)) == Verdict.Wrong;

        // Beside entries in other units, and in single precision, an entry may need steps of its own.
        bool IsEnough(int entry, NumericDerivative derivative) =>
            Ruling.Of(analytic[entry], derivative, subject.Variables[variable].YardstickOf(entry)) is var verdict
            && (verdict == Verdict.Correct || verdict == Verdict.Inconclusive
                && !derivative.IsCoarse && !subject.Variables[variable].IsMixed);

        bool IsGross(int entry, NumericDerivative derivative) =>
            Math.Abs(analytic[entry] - derivative.Value) > Tolerances.GrossMistake * derivative.Uncertainty;
    }
}
