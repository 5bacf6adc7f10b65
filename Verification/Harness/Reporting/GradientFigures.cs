namespace CnnVerified.Verification.Reporting;

/// <summary>
/// What there is to see of a gradient check: for each tensor both gradients and their difference, and error against
/// step size for the entry that is furthest off.
/// </summary>
internal static class GradientFigures
{
    /// <summary>The figures, tensor by tensor; the curve of the worst entry of all last.</summary>
    public static IReadOnlyList<Figure> Of(GradientReport report)
    {
        var shown = report.Variables.Where(variable => variable.Entries.Count > 0).ToArray();
        var worst = shown.OrderBy(variable => variable.Count(Verdict.Wrong) == 0)
            .ThenBy(variable => variable.Count(Verdict.Inconclusive) == 0)
            .ThenByDescending(variable => variable.Summary.WorstError).FirstOrDefault();
        return
        [
            .. shown.Select((variable, i) => HeatMaps($"gradient-{i + 1}", variable)),
            .. worst is not null && StepFigure.Of(report, worst, Worst(worst)) is { } curve ? new[] { curve } : [],
        ];
    }

    /// <summary>The place among the entries that is furthest off: a wrong one if there is one.</summary>
    internal static int Worst(VariableReport variable) => variable.Entries.Index()
        .OrderBy(one => Array.IndexOf([Verdict.Wrong, Verdict.Inconclusive, Verdict.Correct], one.Item.Verdict))
        .ThenByDescending(one => Error(one.Item)).First().Index;

    /// <summary>The analytic gradient, the numeric one and their difference on one scale.</summary>
    internal static Figure HeatMaps(string id, VariableReport variable)
    {
        var worst = variable.First + Worst(variable);
        var scale = variable.Entries.SelectMany(entry => new[] { entry.Analytic, entry.Decisive.Value })
            .Where(double.IsFinite).Select(Math.Abs).DefaultIfEmpty(0).Max();
        var patches = Patches.Of(variable.Shape, position => At(position) is { } entry
            ? Error(entry) + (entry.Verdict == Verdict.Correct ? 0 : scale) : null);
        var name = EntryName.Of(variable.Name, variable.Shape, worst);
        return new(id, $"{EntryName.OfGradient(variable.Name)}: the gradient of {variable.Name}, {variable.Shape}",
            Markup.Join([
                Map("analytic", "what the backward pass says", entry => entry.Analytic),
                Map("numeric", "what differences say", entry => entry.Decisive.Value),
                Map("difference", "analytic − numeric", entry => entry.Analytic - entry.Decisive.Value),
            ]),
            GradientCaption.Of(variable, patches, name, variable.Entries[worst - variable.First]))
        {
            Below = HeatMap.Scale(scale, $"in all three. {Patches.Axes(variable.Shape)}"),
        };

        EntryReport? At(int position) => position - variable.First is var k && k >= 0 && k < variable.Entries.Count
            ? variable.Entries[k] : null;

        Markup Map(string title, string words, Func<EntryReport, double> value) => HeatMap.Of(title,
            FormattableString.Invariant($"heat map of d{variable.Name}, {words}: {variable.Entries.Min(value):G3} ")
            + FormattableString.Invariant($"to {variable.Entries.Max(value):G3}; {name} is marked"),
            patches, position => value(At(position)!.Value), scale, worst);
    }

    private static double Error(EntryReport entry) => double.IsNaN(entry.Error) ? double.PositiveInfinity : entry.Error;
}
