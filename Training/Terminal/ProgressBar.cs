using Spectre.Console;

namespace CnnVerified.Training.Terminal;

/// <summary>A bar on the error stream of a terminal, gone when its work is done.</summary>
internal static class ProgressBar
{
    private const int Columns = 60;

    /// <summary>
    /// Does the work, which tells of every share of it that is done; all shares add up to 1. Without a terminal there
    /// is no bar.
    /// </summary>
    public static T Show<T>(string title, Func<Action<double>, T> work)
    {
        if (!Screen.IsLive(Columns)) return work(_ => { });
        var console = AnsiConsole.Create(new AnsiConsoleSettings { Out = new AnsiConsoleOutput(Console.Error) });
        return console.Progress().AutoClear(true).Start(context =>
        {
            var bar = context.AddTask(title, maxValue: 1);
            return work(bar.Increment);
        });
    }
}
