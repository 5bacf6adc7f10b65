namespace CnnVerified.Verification.Reporting;

/// <summary>
/// The error of a central difference against its step: the function bends over large steps, and rounding drowns small
/// ones.
/// </summary>
internal static class StepFigure
{
    /// <summary>
    /// The figure for an entry; null if the function cannot be evaluated any more, or nothing is known.
    /// </summary>
    /// <param name="report">The report.</param>
    /// <param name="variable">A tensor.</param>
    /// <param name="entry">The place of an entry among those that were checked.</param>
    public static Figure? Of(GradientReport report, VariableReport variable, int entry)
    {
        var (found, position) = (variable.Entries[entry], variable.First + entry);
        if (report.Curve(variable.Name, position) is not { Quotients.Count: > 1 } curve) return null;
        var derivative = found.Dual ?? curve.Derivative;
        if (!double.IsFinite(derivative)) return null;
        var name = EntryName.Of(variable.Name, variable.Shape, position);
        (double Step, double Error)[] errors = [.. curve.Quotients.Select(
            one => (one.Step, Math.Abs(one.Slope - derivative)))];
        var alternative = "logarithmic chart: error of a central difference against its step, "
            + FormattableString.Invariant($"{errors[0].Step:G2} to {errors[^1].Step:G2}; ")
            + FormattableString.Invariant($"the least error is {errors.Min(one => one.Error):G2}");
        return new("steps", $"Error against step size: {name}",
            ChartOf(curve, errors, found).Markup($"∂s/∂{name} by central differences", alternative),
            Caption(curve, found));
    }

    private static Chart ChartOf(StepCurve curve, (double Step, double Error)[] errors, EntryReport found)
    {
        (double Step, double Error)[] noise = [.. curve.Quotients.Select(one => (one.Step, one.Rounding))];
        var up = Axis.Logarithmic(
            "error, units of the derivative", [.. errors.Concat(noise).Select(point => point.Error), found.Error]);
        var series = new List<Series>
        {
            new("|difference quotient at step h − derivative|", 0, IsLine: false, errors),
            new("what noise and rounding of the function can do", 2, IsLine: true, noise),
        };
        if (curve.Taken > 0)
            series.Add(new(FormattableString.Invariant($"the coarsest step taken, {curve.Taken:G3}"), 1,
                IsLine: true, [(curve.Taken, up.Low), (curve.Taken, up.High)]));
        if (found.Verdict == Verdict.Wrong)
            series.Add(new("how far off the analytic gradient is", 0, IsLine: true,
                [(errors[0].Step, found.Error), (errors[^1].Step, found.Error)]));
        return new(Axis.Logarithmic("step h, units of the entry", errors.Select(one => one.Step)), up, series);
    }

    private static Markup Caption(StepCurve curve, EntryReport found) => Markup.Of($"""
        From right to left, the error falls as h² where the function bends, then grows as 1/h with rounding. No one step
        is right for every function: the check looks at all of them and believes none beyond its noise.
        {(curve.Taken > 0 ? "Steps from the dashed line to the left were put together to h = 0." : "")}
        {(found.Verdict == Verdict.Wrong ? "The analytic gradient is as far off at every step: none explains it." : "")}
        """);
}
