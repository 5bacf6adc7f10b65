namespace CnnVerified.Training.Page;

/// <summary>Which check rejects which planted mistake, as the gate has approved it.</summary>
internal static class KillMatrixFigure
{
    private const double Column = 22, Row = 14, Left = 236, Top = 8;

    /// <summary>The matrix: a dot where a check rejects a mistake at points that discriminate.</summary>
    public static Figure Of()
    {
        string[] checks = [.. MatrixCheck.All.Select(check => check.Name)];
        var rows = ApprovedText.Lines("kill-matrix").Select(ApprovedText.Words)
            .Where(words => words.Length == checks.Length + 1 && Catalogue.Find(words[0]) is not null)
            .Select(words => (Name: words[0], Cells: words[1..])).ToArray();
        var (width, height) = (Left + Column * checks.Length, Top + Row * rows.Length);
        var legend = checks.Select((check, i) =>
            new[] { $"{i + 1}", check, $"{rows.Count(row => Rejects(row.Cells[i]))} of {rows.Length}" });
        var matrix = Svg.Of(
            $"matrix of {rows.Length} planted mistakes and {checks.Length} checks; every mistake is rejected by one",
            width, height + 24, Markup.Of($"{rows.Select(Drawn)}{checks.Select((_, i) => Number(i, height))}"), 60);
        return new("kill-matrix", "Kill matrix: which check rejects which mistake", Markup.Of($"""
            <div class="panel wide tall scroll" tabindex="0" role="region" aria-label="kill matrix">{matrix}</div>
            """),
            Markup.Of($"""
                A row for each of {rows.Length} mistakes, a column for each check; a dot where the check rejects the
                mistake at a point with another size on every axis. No row is empty, and no single column is full.
                """))
        {
            Below = HtmlTable.Of("Columns", ["number", "check", "rejects"], legend, 2),
        };
    }

    private static bool Rejects(string cell) => cell.Contains('D', StringComparison.Ordinal);

    private static Markup Drawn((string Name, string[] Cells) row, int i)
    {
        var y = Top + Row * i + Row / 2;
        var dots = row.Cells.Index().Where(cell => Rejects(cell.Item)).Select(cell => Markup.Of(
            $"""<circle class="dot s0" cx="{Left + Column * (cell.Index + 0.5)}" cy="{y}" r="4"/>"""));
        return Markup.Of($"""
            <path class="grid" d="M0 {y + Row / 2}h{Left + Column * row.Cells.Length}"/>
            <text class="end" x="{Left - 6}" y="{y + 4}">{row.Name}</text>{dots}
            """);
    }

    private static Markup Number(int column, double y) => Markup.Of(
        $"""<text class="middle" x="{Left + Column * (column + 0.5)}" y="{y + 16}">{column + 1}</text>""");
}
