using System.Globalization;
using CnnVerified.Training.Experiments;
using Spectre.Console;

namespace CnnVerified.Training.Runs;

/// <summary>
/// A <see cref="Confusion"/> as a table: rows are the digits shown, columns what they were taken for.
/// </summary>
internal static class ConfusionTable
{
    private const string Title = "Digits shown (rows), and what they were taken for (columns)";

    /// <summary>Writes it, with lines and emphasis on a terminal, else as plain text.</summary>
    public static void Write(Confusion confusion)
    {
        if (Console.IsOutputRedirected) Console.WriteLine(Plain(confusion));
        else AnsiConsole.Write(Framed(confusion));
    }

    /// <summary>Right-aligned columns, as wide as the largest count.</summary>
    public static string Plain(Confusion confusion)
    {
        var labels = Enumerable.Range(0, confusion.Classes).ToArray();
        var rows = labels.Select(
            actual => labels.Select(predicted => confusion[actual, predicted]).Prepend(actual)).ToArray();
        var width = rows.Max(row => row.Max(count => Text(count).Length)) + 2;
        var lines = rows.Select(row => string.Concat(row.Select(count => Text(count).PadLeft(width))));
        var head = string.Concat(labels.Select(label => Text(label).PadLeft(width)));
        return string.Join(Environment.NewLine, [Title, new string(' ', width) + head, .. lines]);
    }

    private static Table Framed(Confusion confusion)
    {
        var labels = Enumerable.Range(0, confusion.Classes).ToArray();
        var table = new Table().Title(Title).AddColumn("");
        foreach (var label in labels) table.AddColumn(new TableColumn($"[bold]{label}[/]").RightAligned());
        foreach (var actual in labels)
        {
            var cells = labels.Select(predicted => Cell(confusion[actual, predicted], actual == predicted));
            table.AddRow([$"[bold]{actual}[/]", .. cells]);
        }
        return table;
    }

    private static string Cell(int count, bool isRight) => (count, isRight) switch
    {
        (0, false) => "[grey]0[/]",
        (_, false) => $"[red]{count}[/]",
        _ => $"[green]{count}[/]",
    };

    private static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);
}
