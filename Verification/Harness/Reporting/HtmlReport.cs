namespace CnnVerified.Verification.Reporting;

/// <summary>A report as a page: what its text says, and its figures between table and findings.</summary>
internal static class HtmlReport
{
    private const int MostLines = 50;

    private static readonly string[] Answers = ["diagnosis"];

    /// <summary>The page.</summary>
    public static Document Of(Page page, IReadOnlyList<Figure> figures) => new(page.Headline, Markup.Of($"""
        <section>
        <h2>The verdict</h2>
        {Lead(page)}{TableOf(page, "Everything that was checked, and how it came out.").Markup()}
        </section>
        {(figures.Count == 0 ? default : Section("To look at", figures.Select(figure => figure.Markup())))}
        {(page.Passages.Count == 0 ? default : Findings(page.Passages.Select(Of)))}
        """));

    /// <summary>The table with the meaning of its words.</summary>
    public static Figure TableOf(Page page, string caption) => new(
        "verified", "What was checked", default, Markup.Of($"{caption}"))
    {
        Below = Markup.Of($"""
            {HtmlTable.Of($"Each {page.Table.Rows[0][0]}", page.Table.Rows[0], page.Table.Rows.Skip(1),
                page.Table.FlushLeft)}
            {(page.Legend.Count == 0 ? default : Markup.Of($"<ul>{page.Legend.Select(Meaning)}</ul>"))}
            """),
    };

    /// <summary>A finding; the diagnosis can be kept back for a class.</summary>
    public static Markup Of(Passage passage)
    {
        var lines = passage.First(MostLines).Select(line => Markup.Of($"<li>{Name(line)}{Broken(line.Text)}</li>\n"));
        var list = passage.Lines.Count == 0 ? default : Markup.Of($"<ul>\n{lines}</ul>");
        return Answers.Contains(passage.Title.Text) ? Markup.Of($"""
            <details class="answer" open="open"><summary>{passage.Title.Text}</summary>
            {list}</details>

            """) : Markup.Of($"<p>{Name(passage.Title)}{passage.Title.Text}</p>\n{list}\n");
    }

    private static Markup Section(string title, IEnumerable<Markup> content) => Markup.Of($"""
        <section>
        <h2>{title}</h2>
        {content}</section>

        """);

    private static Markup Findings(IEnumerable<Markup> content) => Markup.Of($"""
        <section><div class="screen">
        <h2>Findings</h2>
        {content}</div></section>

        """);

    private static Markup Meaning(Line word) => Markup.Of($"<li><em>{word.Name}</em>: {word.Text}</li>");

    private static Markup Lead(Page page) =>
        Markup.Join(page.Lead.Select(sentence => Markup.Of($"<p>{sentence}</p>\n")));

    private static Markup Name(Line line) =>
        line.Name.Length == 0 ? default : Markup.Of($"<strong>{line.Name}</strong>: ");

    private static Markup Broken(string text) => Markup.Join(
        text.Split('\n').Select((line, i) => i == 0 ? Markup.Of($"{line}") : Markup.Of($"<br />{line}")));
}
