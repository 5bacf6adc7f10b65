using Spectre.Console;

namespace CnnVerified.Training;

/// <summary>A bar on the error stream of a terminal, gone when its work is done.</summary>
internal static class ProgressBar
{
    /// <summary>Does the work, which calls back at each of its steps.</summary>
    public static T Show<T>(string title, int steps, Func<Action, T> work)
    {
        var console = AnsiConsole.Create(new AnsiConsoleSettings { Out = new AnsiConsoleOutput(Console.Error) });
        return console.Progress().AutoClear(true).Start(context =>
        {
            var bar = context.AddTask(title, maxValue: steps);
            return work(() => bar.Increment(1));
        });
    }
}
