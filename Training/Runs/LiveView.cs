using System.Diagnostics;
using Spectre.Console;

namespace CnnVerified.Training.Runs;

/// <summary>
/// On a terminal, a table with a row for each epoch, the present one included: its loss and how much of the held-out
/// images the network then tells right. Lines are written above it. Elsewhere there are the lines alone.
/// </summary>
internal sealed class LiveView
{
    private const int Columns = 40;

    private static readonly TimeSpan BetweenFrames = TimeSpan.FromMilliseconds(100);
    private readonly Table table = new Table().AddColumns("Epoch", "Loss", "Held-out");
    private readonly Stopwatch sinceFrame = Stopwatch.StartNew();
    private LiveDisplayContext? display;
    private int? firstEpoch;

    /// <summary>Does the work, which tells of its progress.</summary>
    public static T Show<T>(Func<LiveView, T> work)
    {
        var view = new LiveView();
        if (!Screen.IsLive(Columns)) return work(view);
        return AnsiConsole.Live(view.table).Start(display =>
        {
            view.display = display;
            return work(view);
        });
    }

    /// <summary>Writes a line, in invariant culture.</summary>
    public void WriteLine(FormattableString line)
    {
        var text = line.ToString(CultureInfo.InvariantCulture);
        if (display is null) Console.WriteLine(text);
        else AnsiConsole.WriteLine(text);
    }

    /// <summary>Tells which share of an epoch is done, from 0 to 1.</summary>
    public void Advance(int epoch, double share)
    {
        if (display is null || sinceFrame.Elapsed < BetweenFrames) return;
        SetRow(epoch, string.Create(CultureInfo.InvariantCulture, $"{100 * share:F0} % shown"), "");
    }

    /// <summary>Tells what an epoch came to; the held-out images are tested only if somebody sees it.</summary>
    public void Complete(int epoch, double loss, Func<Confusion> test)
    {
        if (display is null) return;
        var confusion = test();
        var accuracy = 100.0 * confusion.Correct / confusion.Images;
        SetRow(
            epoch, loss.ToString("F6", CultureInfo.InvariantCulture),
            string.Create(CultureInfo.InvariantCulture, $"{accuracy:F2} %"));
    }

    private void SetRow(int epoch, string loss, string accuracy)
    {
        firstEpoch ??= epoch;
        var row = epoch - firstEpoch.Value;
        if (table.Rows.Count == row) table.AddRow("", "", "");
        string[] cells = [epoch.ToString(CultureInfo.InvariantCulture), loss, accuracy];
        for (var column = 0; column < cells.Length; column++) table.UpdateCell(row, column, cells[column]);
        display!.Refresh();
        sinceFrame.Restart();
    }
}
