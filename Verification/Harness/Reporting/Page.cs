namespace CnnVerified.Verification.Reporting;

/// <summary>What a report says, and the ways of writing it.</summary>
/// <param name="Headline">The verdict in one sentence.</param>
/// <param name="Table">A row for each thing that was checked.</param>
/// <param name="Passages">What the table leaves out.</param>
internal sealed record Page(string Headline, TextTable Table, IReadOnlyList<Passage> Passages)
{
    private const int MostInMarkdown = 50;          // lines of a passage: GitHub takes 65,536 characters

    /// <summary>Sentences between the headline and the table.</summary>
    public IReadOnlyList<string> Lead { get; init; } = [];

    /// <summary>What the table's words mean, a line each.</summary>
    public IReadOnlyList<Line> Legend { get; init; } = [];

    /// <summary>A remark for each thing that failed.</summary>
    public IReadOnlyList<Annotation> Annotations { get; init; } = [];

    /// <summary>The text for a screen, or for a screen that shows the table already.</summary>
    public string Text(bool withTable = true)
    {
        var text = new StringBuilder();
        foreach (var sentence in Lead.Prepend(Headline)) text.Append(Wrapping.Of(sentence)).Append('\n');
        text.Append('\n');
        if (withTable) text.Append(Table).Append(Legend.Count > 0 ? "\n" : "");
        foreach (var word in Legend) text.Append(Wrapping.Of($"  {word}")).Append('\n');
        foreach (var passage in Passages) text.Append('\n').Append(Wrapping.Of($"{passage}")).Append('\n');
        return text.ToString();
    }

    /// <summary>The same as GitHub's Markdown: a heading, a table, lists.</summary>
    public string Markdown()
    {
        var text = new StringBuilder($"### {OnOneLine(Headline)}\n");
        foreach (var sentence in Lead) text.Append($"\n{Escaped(sentence)}\n");
        text.Append('\n').Append(Row(Table.Rows[0].Select(Escaped)))
            .Append(Row(Table.Rows[0].Select((_, column) => column < Table.FlushLeft ? ":---" : "---:")));
        foreach (var row in Table.Rows.Skip(1)) text.Append(Row(row.Skip(1).Select(OnOneLine).Prepend(Code(row[0]))));
        if (Legend.Count > 0) text.Append('\n');
        foreach (var word in Legend) text.Append($"- *{Escaped(word.Name)}*: {Escaped(word.Text)}\n");
        foreach (var passage in Passages)
        {
            var title = Linked(passage.Title);
            text.Append(passage.Lines.Count == 0 ? $"\n{title}\n" : $"\n**{title}**\n\n");
            foreach (var line in passage.First(MostInMarkdown))
                text.Append("- ").Append(Linked(line).Replace("\n", "\n  - ")).Append('\n');
        }
        return text.ToString();

        static string Row(IEnumerable<string> cells) => $"| {string.Join(" | ", cells)} |\n";
        static string Linked(Line line) =>
            line.Name.Length == 0 ? Escaped(line.Text) : $"{Code(line.Name)}: {Escaped(line.Text)}";
    }

    private static string OnOneLine(string text) => Escaped(text).ReplaceLineEndings(" ");

    private static string Code(string name) => name.Length == 0 || name.Contains('`') || name.Contains('|')
        ? Escaped(name) : $"`{name}`";

    /// <summary>Plain words, of which Markdown makes no emphasis, tag, mathematics, link or cell.</summary>
    private static string Escaped(string text)
    {
        var escaped = new StringBuilder();
        foreach (var c in text) escaped.Append("\\`*_<~$|&#@".Contains(c) ? $"\\{c}" : $"{c}");
        return escaped.Replace("](", "]\\(").ToString().Trim();
    }
}
