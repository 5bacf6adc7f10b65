using Spectre.Console;

namespace CnnVerified.Training.Terminal;

/// <summary>A terminal on which lines can be drawn anew.</summary>
internal static class Screen
{
    /// <summary>
    /// Whether output goes to one that is wide enough: no file, no pipe, and none that knows no cursor, as <c>dumb</c>
    /// says of itself. Anywhere else, what would change is printed once.
    /// </summary>
    /// <param name="columns">How wide what is drawn can be.</param>
    public static bool IsLive(int columns) => !Console.IsOutputRedirected && !Console.IsErrorRedirected
        && AnsiConsole.Profile.Capabilities.Ansi && AnsiConsole.Profile.Width >= columns;
}
