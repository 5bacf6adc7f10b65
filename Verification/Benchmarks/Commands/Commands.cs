using System.CommandLine;

namespace CnnVerified.Verification.Benchmarks;

/// <summary>
/// The commands beside BenchmarkDotNet's own arguments. Whatever goes wrong ends with one sentence on the error
/// stream.
/// </summary>
internal static class Commands
{
    private const int Failure = 1;

    private static readonly RootCommand All =
    [
        TimeCommand.Create(), ChecksCommand.Create(), MapCommand.Create(), ScalingCommand.Create(),
        PlotCommand.Create(),
    ];

    /// <summary>Whether the arguments start with one of the commands.</summary>
    public static bool Knows(string[] args) =>
        args is [var name, ..] && All.Subcommands.Any(command => command.Name == name);

    /// <summary>Runs the command that the arguments name and returns the exit code: 0, or 1 after a failure.</summary>
    public static int Run(string[] args)
    {
        try
        {
            var parsed = All.Parse(args);
            return parsed.Errors is [var error, ..]
                ? Fail(error.Message)
                : parsed.Invoke(new() { EnableDefaultExceptionHandler = false });
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or InvalidDataException)
        {
            return Fail(e.Message);
        }
    }

    private static int Fail(string sentence)
    {
        Console.Error.WriteLine(sentence);
        return Failure;
    }
}
