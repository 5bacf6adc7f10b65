using CnnVerified.Verification;
using Spectre.Console;

namespace CnnVerified.Training;

/// <summary>What <c>verify</c> prints.</summary>
internal enum ReportFormat
{
    /// <summary>A table with a row for each tensor, then the verdict.</summary>
    Table,

    /// <summary>The report as one JSON object.</summary>
    Json,
}

/// <summary>The report of a gradient check, told as it becomes known.</summary>
internal static class VerificationReport
{
    /// <summary>
    /// Does the work, which calls back with each tensor's row, and prints the report: the table live in a terminal.
    /// </summary>
    public static ShardReport Show(TextWriter output, ReportFormat format, Func<Action<VariableSummary>?, ShardReport> work)
    {
        var isLive = format is ReportFormat.Table && output == Console.Out && !Console.IsOutputRedirected;
        var report = isLive ? ShowLive(work) : work(null);
        output.WriteLine((format, isLive) switch
        {
            (ReportFormat.Json, _) => report.ToJson(),
            (_, true) => report.Summary.Headline() + "\n" + report.Summary.Details(),
            _ => report.Summary.ToString().TrimEnd(),
        });
        return report;
    }

    private static ShardReport ShowLive(Func<Action<VariableSummary>?, ShardReport> work)
    {
        var table = new Table().RoundedBorder();
        foreach (var (i, column) in GradientSummary.Columns.Index())
            table.AddColumn(new TableColumn(column) { Alignment = i < 2 ? Justify.Left : Justify.Right });
        return AnsiConsole.Live(table).Start(live =>
        {
            var report = work(Add);
            if (table.Rows.Count == 0)
                foreach (var variable in report.Summary.Variables) Add(variable);
            return report;

            void Add(VariableSummary variable)
            {
                var style = new Style(variable.Wrong > 0 ? Color.Red : variable.Inconclusive > 0 ? Color.Yellow : Color.Green);
                table.AddRow(GradientSummary.Row(variable).Select((cell, i) => new Text(cell, i == 0 ? style : null)));
                live.Refresh();
            }
        });
    }
}
