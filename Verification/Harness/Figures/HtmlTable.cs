namespace CnnVerified.Verification.Figures;

/// <summary>A table that a narrow screen can scroll.</summary>
internal static class HtmlTable
{
    /// <summary>The table.</summary>
    /// <param name="caption">What it has.</param>
    /// <param name="headings">The headings of its columns.</param>
    /// <param name="rows">Its rows; the first cell names the row.</param>
    /// <param name="flushLeft">How many of the first columns are text.</param>
    public static Markup Of(
        string caption, IReadOnlyList<string> headings, IEnumerable<IReadOnlyList<string>> rows, int flushLeft = 1) =>
        Of(caption, headings, rows.Select(row => row.Select(cell => Markup.Of($"{cell}")).ToArray()), flushLeft);

    /// <summary>The same of cells that are markup.</summary>
    public static Markup Of(
        string caption, IReadOnlyList<string> headings, IEnumerable<IReadOnlyList<Markup>> rows, int flushLeft = 1) =>
        Markup.Of($"""
            <div class="scroll" tabindex="0" role="region" aria-label="{caption}"><table><caption>{caption}</caption>
            <thead><tr>{headings.Select((heading, i) => Heading(heading, i < flushLeft))}</tr></thead>
            <tbody>
            {rows.Select(row => Row(row, flushLeft))}</tbody></table></div>
            """);

    private static Markup Heading(string text, bool isText) =>
        new($"<th scope=\"col\"{Class(isText)}>{Markup.Of($"{text}")}</th>");

    private static Markup Row(IReadOnlyList<Markup> cells, int flushLeft) => new(
        $"<tr><th scope=\"row\">{cells[0]}</th>"
        + string.Concat(cells.Skip(1).Select((cell, i) => $"<td{Class(i + 1 < flushLeft)}>{cell}</td>")) + "</tr>\n");

    private static string Class(bool isText) => isText ? " class=\"text\"" : "";
}
