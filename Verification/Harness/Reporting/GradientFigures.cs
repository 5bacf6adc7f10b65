namespace CnnVerified.Verification.Reporting;

/// <summary>
/// What there is to see of a gradient check: for each tensor both gradients and their difference, and error against step
/// size for the entry that is furthest off.
/// </summary>
internal static class GradientFigures
{
    private const int MostNumbers = 64;

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
        .OrderBy(one => Order(one.Item.Verdict)).ThenByDescending(one => Error(one.Item)).First().Index;

    private static int Order(Verdict verdict) => Array.IndexOf(
        [Verdict.Wrong, Verdict.Inconclusive, Verdict.Correct], verdict);

    private static double Error(EntryReport entry) => double.IsNaN(entry.Error) ? double.PositiveInfinity : entry.Error;

    /// <summary>The analytic gradient, the numeric one and their difference on one scale.</summary>
    internal static Figure HeatMaps(string id, VariableReport variable)
    {
        var worst = variable.First + Worst(variable);
        var scale = variable.Entries.SelectMany(entry => new[] { entry.Analytic, entry.Decisive.Value })
            .Where(double.IsFinite).Select(Math.Abs).DefaultIfEmpty(0).Max();
        var patches = Patches.Of(variable.Shape, position => At(position) is { } entry
            ? Error(entry) + (entry.Verdict == Verdict.Correct ? 0 : scale) : null);
        var name = EntryName.Of(variable.Name, variable.Shape, worst);
        return new(id, $"d{variable.Name}: the gradient of {variable.Name}, {variable.Shape}",
            Markup.Join([
                Map("analytic", "what the backward pass says", entry => entry.Analytic),
                Map("numeric", "what differences say", entry => entry.Decisive.Value),
                Map("difference", "analytic − numeric", entry => entry.Analytic - entry.Decisive.Value),
                HeatMap.Scale(scale, "∂s/∂entry, one scale for all three"),
            ]),
            Caption(variable, patches, name, variable.Entries[worst - variable.First]));

        EntryReport? At(int position) => position - variable.First is var k && k >= 0 && k < variable.Entries.Count
            ? variable.Entries[k] : null;

        Markup Map(string title, string words, Func<EntryReport, double> value) => HeatMap.Of(
            title, $"heat map of d{variable.Name}, {words}: {Range(variable, value)}; {name} is marked",
            patches, position => value(At(position)!.Value), scale, worst);
    }

    private static string Range(VariableReport variable, Func<EntryReport, double> value) => FormattableString.Invariant(
        $"from {variable.Entries.Min(value):G3} to {variable.Entries.Max(value):G3}");

    private static Markup Caption(VariableReport variable, Patches patches, string name, EntryReport worst)
    {
        var (wrong, undecided) = (variable.Count(Verdict.Wrong), variable.Count(Verdict.Inconclusive));
        var verdict = wrong > 0 ? $"{Amount.Of(wrong)} of {Amount.OfEntries(variable.Entries.Count)} wrong: where the third map has colour, the backward pass is off."
            : undecided > 0 ? $"{Amount.Of(undecided)} of {Amount.OfEntries(variable.Entries.Count)} undecided."
            : $"The first two maps are the same, and nothing is left in the third: all {Amount.OfEntries(variable.Entries.Count)} agree.";
        var blocks = patches.Blocks.All == 1 ? ""
            : $" A block is the last two axes; {patches.Blocks.Shown} of {Amount.Of(patches.Blocks.All)} blocks are shown.";
        var patch = patches.Patch == (1, 1) ? ""
            : $" A cell stands for {patches.Patch.Rows}×{patches.Patch.Columns} entries and shows the one furthest off.";
        return Markup.Of($"""
            {verdict}{blocks}{patch} The frame marks {name}, the entry that is furthest off: {worst.ToString()}.
            {Numbers(variable)}
            """);
    }

    private static Markup Numbers(VariableReport variable) => variable.Entries.Count > MostNumbers ? default : Markup.Of($"""
        <details><summary>All numbers of d{variable.Name}</summary>
        {HtmlTable.Of($"d{variable.Name}", ["entry", "analytic", "numeric", "difference", "verdict"],
            variable.Entries.Select((entry, k) => new[]
            {
                EntryName.Of(variable.Name, variable.Shape, variable.First + k), Digits(entry.Analytic),
                Digits(entry.Decisive.Value), Digits(entry.Analytic - entry.Decisive.Value),
                $"{entry.Verdict}".ToLowerInvariant(),
            }))}</details>
        """);

    private static string Digits(double value) => FormattableString.Invariant($"{value:G6}");
}
