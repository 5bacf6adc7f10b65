namespace CnnVerified.Verification.Oracles;

/// <summary>Asks the oracles about a subject's gradient, tensor by tensor, and gives every entry its verdict.</summary>
/// <param name="subject">What is checked.</param>
/// <param name="dual">Dual numbers, where they are asked.</param>
/// <param name="differences">Finite differences; null where dual numbers alone decide.</param>
/// <param name="ties">Looks at entries of equal value together; null where entries are no single numbers.</param>
/// <param name="precise">The derivative to 30 digits, where double leaves doubt; null where it is not known.</param>
/// <param name="lost">How far off double can be; null where that is not known.</param>
internal sealed class Judge(
    Subject subject, DualOracle? dual, FiniteDifferenceOracle? differences, TiedEntries? ties = null,
    Func<int, int, PreciseDerivative?>? precise = null, Func<int, int, double?>? lost = null)
{
    /// <summary>The verdicts on selected entries of one variable.</summary>
    public EntryReport[] Of(int variable, Selection entries)
    {
        var analytic = subject.Variables[variable].Analytic;
        var (scale, isMixed) = (subject.Variables[variable].Scale, subject.Variables[variable].IsMixed);
        var exact = dual?.Differentiate(variable, entries);
        var numeric = differences?.Differentiate(variable, entries, IsRightPrecisely, exact)
            ?? [.. exact!.Select(derivative => OfDual(derivative, scale))];
        var isSilent = scale == 0 && !Moves(variable, numeric);
        var reports = new EntryReport[entries.Count];
        for (var k = 0; k < reports.Length; k++)
        {
            var judged = YardstickOf(entries[k]);
            var (verdict, doubt) = Ruling.Of(analytic[entries[k]], numeric[k], exact?[k], judged);
            if (isSilent && verdict != Verdict.Wrong && exact?[k] is null or { Size: 0 })
                (verdict, doubt) = (Verdict.Inconclusive, Doubt.NoSignal);
            var isFlat = Math.Abs(numeric[k].Value) <= numeric[k].Uncertainty;     // as of the median of equal numbers
            var mayHideTie = numeric[k].HalfGap > 0
                || exact is null && isFlat && subject.Entries <= Tolerances.ThoroughEntries;
            if (verdict == Verdict.Correct && mayHideTie
                && !(exact?[k] is { } one && Ruling.Agree(analytic[entries[k]], one, judged))
                && ties?.Of(variable, entries[k]) is { } together and not Verdict.Correct)
                (verdict, doubt) = (together, Doubt.Kink);
            var known = verdict == Verdict.Correct || doubt is Doubt.NoSignal or Doubt.NotDeterministic or Doubt.Kink
                ? null : precise?.Invoke(variable, entries[k]);
            var inDouble = verdict;
            if (known is { } certain)
                (verdict, doubt) = Ruling.Of(
                    analytic[entries[k]], differences is null ? null : numeric[k], certain, judged);
            // The same is lost in dual numbers.
            else if (verdict == Verdict.Wrong && exact?[k] is { } dualNumber
                && Math.Abs(analytic[entries[k]] - dualNumber.Value) is var error
                && (error <= lost?.Invoke(variable, entries[k]) || error <= dual!.Spread(variable, entries[k])))
                (verdict, doubt) = (Verdict.Inconclusive, Doubt.Noise);
            var decided = verdict == inDouble || verdict == Verdict.Inconclusive ? null : known;
            reports[k] = new EntryReport(
                analytic[entries[k]], numeric[k].Value, numeric[k].Uncertainty,
                decided?.Value ?? (differences is null ? null : known?.Value ?? exact?[k].Value), verdict, doubt)
            {
                Tolerance = decided?.Tolerance,
            };
        }
        int[] kinked = [.. Enumerable.Range(0, reports.Length).Where(k => reports[k].Verdict == Verdict.Correct
            && numeric[k].HalfGap > 0
            && !(exact?[k] is { } one && Ruling.Agree(analytic[entries[k]], one, YardstickOf(entries[k]))))];
        if (kinked.Length > 1 && isMixed
            && ties?.Together(variable, [.. kinked.Select(k => entries[k])]) is { } all and not Verdict.Correct)
            foreach (var k in kinked)
                reports[k] = reports[k] with { Verdict = all, Doubt = all == Verdict.Wrong ? null : Doubt.Kink };
        return reports;

        Yardstick YardstickOf(int entry) => subject.Variables[variable].YardstickOf(entry) is var judged
            && differences is null ? judged with { Slack = Tolerances.AnalyticRounding } : judged;

        bool IsRightPrecisely(int entry) => precise?.Invoke(variable, entry) is { } known
            && Math.Abs(analytic[entry] - known.Value) <= known.Tolerance;
    }

    /// <summary>
    /// What is left of verdicts where the function or its gradient gave other numbers when asked again.
    /// </summary>
    public static EntryReport[] Unsteady(EntryReport[] entries) =>
        [.. entries.Select(entry => entry.Verdict == Verdict.Wrong
            ? entry : entry with { Verdict = Verdict.Inconclusive, Doubt = Doubt.NotDeterministic })];

    /// <summary>
    /// Whether a tensor has any influence: that of all its entries together, whichever of them are asked for.
    /// </summary>
    private bool Moves(int variable, NumericDerivative[] numeric) =>
        ties?.Move(variable) ?? numeric.Any(derivative => derivative.Moved);

    private static NumericDerivative OfDual(DualDerivative derivative, double scale) =>
        new(derivative.Value, Tolerances.DualAgreement * Math.Max(derivative.Size, scale))
        {
            Moved = derivative.Size != 0,
        };
}
