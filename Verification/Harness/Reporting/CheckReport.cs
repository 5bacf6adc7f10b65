namespace CnnVerified.Verification;

/// <summary>The outcome of a check, and the ways of writing it.</summary>
public abstract record CheckReport
{
    /// <summary>Whether what was checked may be relied on.</summary>
    public abstract bool Passed { get; }

    /// <summary>What it says.</summary>
    internal abstract Page Page { get; }

    /// <summary>A text for a screen of 80 columns: a verdict, a table, and what failed.</summary>
    public sealed override string ToString() => Page.Text();

    /// <summary>The same as Markdown, for a pull request or for <c>$GITHUB_STEP_SUMMARY</c>.</summary>
    public string ToMarkdown() => Page.Markdown();

    /// <summary>
    /// The same as one HTML file for a browser or a projector, with figures where there is something to see. It loads
    /// nothing.
    /// </summary>
    public string ToHtml() => HtmlReport.Of(Page, Figures).ToString();

    /// <summary>What there is to see beside the table.</summary>
    internal virtual IReadOnlyList<Figure> Figures => [];

    /// <summary>
    /// Workflow commands, <c>::error title=…::…</c>, a line for each thing that failed, which GitHub shows as
    /// annotations of the run that prints them; nothing if none did.
    /// </summary>
    public string ToGitHubAnnotations() =>
        Passed ? "" : string.Concat(Page.Annotations.Select(annotation => annotation + "\n"));
}
