using System.CommandLine;
using System.CommandLine.Invocation;
using System.CommandLine.Parsing;

namespace CnnVerified.Training;

/// <summary>The program's commands. Whatever goes wrong ends with one sentence on the error stream.</summary>
internal static class CommandLine
{
    private const int Failure = 1;

    /// <summary>Runs the command that the arguments name and returns the exit code: 0, or 1 after a failure.</summary>
    public static int Run(string[] args)
    {
        try
        {
            var commands = TrainCommand.Create();
            commands.Add(PredictCommand.Create());
            commands.Add(VerifyCommand.Create());
            var parsed = commands.Parse(args, new() { ResponseFileTokenReplacer = null });
            return parsed.Action is ParseErrorAction
                ? Fail(Sentence(parsed))
                : parsed.Invoke(new() { EnableDefaultExceptionHandler = false });
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or InvalidDataException or NotFiniteNumberException)
        {
            return Fail(e.Message);
        }
    }

    private static string Sentence(ParseResult parsed) =>
        parsed.Errors.FirstOrDefault(error => error.SymbolResult is not CommandResult) switch
        {
            null when parsed.UnmatchedTokens is [var unknown, ..] => $"'{unknown}' is not an option; --help lists what there is.",
            null => parsed.Errors[0].Message,
            { SymbolResult: OptionResult { Tokens.Count: 0 } given } =>
                $"{given.Option.Name} needs a value; --help says which.",
            var error => error.Message,
        };

    private static int Fail(string sentence)
    {
        Console.Error.WriteLine(sentence);
        return Failure;
    }
}
