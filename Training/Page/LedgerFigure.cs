namespace CnnVerified.Training.Page;

/// <summary>The ledger of what is proven, as the gate has approved it.</summary>
internal static class LedgerFigure
{
    /// <summary>A row for each layer and geometry, a column for each check.</summary>
    public static Figure Of()
    {
        var lines = ApprovedText.Lines("coverage-ledger");
        string[] checks = [.. EveryCheck.All.Select(check => check.Name)];
        var rows = lines.Select(ApprovedText.Words).Where(words =>
            words.Length > checks.Length && words[^checks.Length..].All(word => word.Length == 1));
        var reasons = lines.Select(line => line.Trim()).Where(
            line => line.Length > 3 && line[1..3] == "  " && char.IsLetter(line[0]));
        var ledger = Markup.Of($"""
            {HtmlTable.Of("Layers and losses, check by check",
                ["layer", .. checks.Select((_, i) => $"{i + 1}")], rows.Select(words =>
                (string[])[string.Join(' ', words[..^checks.Length]), .. words[^checks.Length..]]))}
            <ol>{checks.Select(check => Markup.Of($"<li>{check}</li>"))}</ol>
            <ul>{reasons.Select(reason => Markup.Of($"<li>{reason[..1]}: {reason[3..]}</li>"))}</ul>
            """);
        return new("ledger", "Ledger: what is proven", default, Markup.Of($"""
            A plus where a check passed; a letter where it does not apply, for the reason above. No layer and no loss of
            the library is without a row.
            """))
        { Below = ledger };
    }
}
