namespace CnnVerified.Verification.Reporting;

/// <summary>What to see in a gradient's heat maps, with all numbers of a small one.</summary>
internal static class GradientCaption
{
    private const int MostNumbers = 64;

    /// <summary>The caption.</summary>
    public static Markup Of(VariableReport variable, Patches patches, string worst, EntryReport found)
    {
        var (wrong, undecided) = (variable.Count(Verdict.Wrong), variable.Count(Verdict.Inconclusive));
        var all = Amount.OfEntries(variable.Entries.Count);
        var verdict = wrong > 0
            ? $"{Amount.Of(wrong)} of {all} wrong: where the third map has colour, the backward pass is off."
            : undecided > 0 ? $"{Amount.Of(undecided)} of {all} undecided."
            : $"The first two maps are the same, and nothing is left in the third: all {all} agree.";
        return Markup.Of($"""
            {verdict} {patches.ToString()} The frame marks {worst}, the entry that is furthest off: {found.ToString()}.
            {Numbers(variable)}
            """);
    }

    private static Markup Numbers(VariableReport variable)
    {
        if (variable.Entries.Count > MostNumbers) return default;
        var rows = variable.Entries.Select((entry, k) => new[]
        {
            EntryName.Of(variable.Name, variable.Shape, variable.First + k), Digits(entry.Analytic),
            Digits(entry.Decisive.Value), Digits(entry.Analytic - entry.Decisive.Value),
            $"{entry.Verdict}".ToLowerInvariant(),
        });
        var name = EntryName.OfGradient(variable.Name);
        return Markup.Of($"""
            <details><summary>All numbers of {name}</summary>
            {HtmlTable.Of(name, ["entry", "analytic", "numeric", "difference", "verdict"], rows)}
            </details>
            """);
    }

    private static string Digits(double value) => FormattableString.Invariant($"{value:G6}");
}
