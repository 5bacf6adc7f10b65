using Spectre.Console;

namespace CnnVerified.Training.Checks;

/// <summary>What <c>verify</c> prints.</summary>
internal enum ReportFormat
{
    /// <summary>A table with a row for each tensor, then the verdict.</summary>
    Table,

    /// <summary>The report as one JSON object.</summary>
    Json,

    /// <summary>The table and the verdict as GitHub's Markdown.</summary>
    Markdown,

    /// <summary>The verdict, and an annotation of GitHub's for each tensor that failed.</summary>
    GitHub,
}

/// <summary>The report of a gradient check, told as it becomes known.</summary>
internal static class VerificationReport
{
    private const int Columns = 80;

    /// <summary>
    /// Does the work, which calls back with each tensor's row, and prints the report: the table live in a terminal.
    /// </summary>
    public static ShardReport Show(
        TextWriter output, ReportFormat format, Func<Action<VariableSummary>?, ShardReport> work)
    {
        var isLive = format is ReportFormat.Table && output == Console.Out && Screen.IsLive(Columns);
        var report = isLive ? ShowLive(work) : work(null);
        output.WriteLine((format, isLive) switch
        {
            (ReportFormat.Json, _) => report.ToJson(),
            (ReportFormat.Markdown, _) => report.Summary.ToMarkdown().TrimEnd(),
            (ReportFormat.GitHub, _) => report.Summary.ToGitHubAnnotations() + report.Summary.Headline(),
            (_, true) => "\n" + report.Summary.WithoutTable().TrimEnd(),
            _ => report.Summary.ToString().TrimEnd(),
        });
        return report;
    }

    private static ShardReport ShowLive(Func<Action<VariableSummary>?, ShardReport> work)
    {
        var shown = new List<VariableSummary>();
        return AnsiConsole.Live(Table(shown)).Start(live =>
        {
            var report = work(Add);
            if (shown.Count == 0)
                foreach (var variable in report.Summary.Variables) Add(variable);
            return report;

            void Add(VariableSummary variable)
            {
                shown.Add(variable);
                live.UpdateTarget(Table(shown));
            }
        });
    }

    private static Rows Table(List<VariableSummary> shown) => new(GradientSummary.Table(shown).Select((row, i) =>
        new Text(row, i == 0 ? new Style(decoration: Decoration.Bold) : ColorOf(shown[i - 1]))
        {
            Overflow = Overflow.Crop,
        }));

    private static Style ColorOf(VariableSummary variable) =>
        new(variable.Wrong > 0 ? Color.Red : variable.Inconclusive > 0 ? Color.Yellow : Color.Green);
}
