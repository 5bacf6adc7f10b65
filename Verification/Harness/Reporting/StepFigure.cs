namespace CnnVerified.Verification.Reporting;

/// <summary>The error of a central difference against its step: large steps bend, small ones drown in rounding.</summary>
internal static class StepFigure
{
    /// <summary>The figure for an entry; null if the function cannot be evaluated any more, or nothing is known.</summary>
    /// <param name="report">The report.</param>
    /// <param name="variable">A tensor.</param>
    /// <param name="entry">The place of an entry among those that were checked.</param>
    public static Figure? Of(GradientReport report, VariableReport variable, int entry)
    {
        var (found, position) = (variable.Entries[entry], variable.First + entry);
        if (!double.IsFinite(found.Decisive.Value)) return null;
        if (report.Curve(variable.Name, position) is not { Quotients.Count: > 1 } curve) return null;
        var name = EntryName.Of(variable.Name, variable.Shape, position);
        (double, double)[] errors = [.. curve.Quotients.Select(
            one => (one.Step, Math.Abs(one.Slope - found.Decisive.Value)))];
        (double, double)[] noise = [.. curve.Quotients.Select(one => (one.Step, one.Rounding))];
        var steps = curve.Quotients.Select(one => one.Step);
        var up = Axis.Logarithmic("|quotient − derivative|, units of the derivative",
            [.. errors.Concat(noise).Select(point => point.Item2), found.Error]);
        var taken = curve.Taken > 0;
        var (first, last) = (steps.First(), steps.Last());
        var chart = new Chart(Axis.Logarithmic("step h, units of the entry", steps), up, [
            new("error of the central difference at step h", 0, IsLine: false, errors),
            new("what the function's noise and rounding can do", 2, IsLine: true, noise),
            .. taken ? new Series[]
            {
                new(FormattableString.Invariant($"the coarsest step that was taken, {curve.Taken:G3}"), 1, IsLine: true,
                    [(curve.Taken, up.Low), (curve.Taken, up.High)]),
            } : [],
            .. found.Verdict == Verdict.Wrong ? new Series[]
            {
                new("how far the analytic gradient is off", 0, IsLine: true, [(first, found.Error), (last, found.Error)]),
            } : [],
        ]);
        return new("steps", $"Error against step size: {name}",
            chart.Markup(name, $"logarithmic chart of a central difference's error at {curve.Quotients.Count} steps from "
                + FormattableString.Invariant($"{first:G2} to {last:G2}; least error {errors.Min(one => one.Item2):G2}")),
            Markup.Of($"""
                From the right, the error falls as h² while the function bends less and less; on the left, it grows as 1/h
                with rounding. No single step is right for every function: the check looks at all, and believes none
                beyond its noise.{(taken ? " Steps from the dashed line to the left were put together to h = 0." : "")}{(
                found.Verdict == Verdict.Wrong ? " The analytic gradient's error, the solid line, is the same at every step: no step explains it." : "")}
                """));
    }
}
