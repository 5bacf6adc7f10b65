using System.CommandLine;
using System.CommandLine.Invocation;
using System.CommandLine.Parsing;

namespace CnnVerified.Training.Commands;

/// <summary>The program's commands. Whatever goes wrong ends with one sentence on the error stream.</summary>
internal static class CommandLine
{
    private const int Complaint = 2, Fault = 70, LongestSentence = 2_000;

    /// <summary>They are drawn up once, as an option remembers each command that it is added to.</summary>
    private static readonly Lazy<RootCommand> Commands = new(() =>
    {
        var commands = TrainCommand.Create();
        commands.Add(PredictCommand.Create());
        commands.Add(VerifyCommand.Create());
        commands.Add(ReportCommand.Create());
        commands.Add(LearnCommand.Create());
        return commands;
    });

    /// <summary>
    /// Runs the command that the arguments name and returns the exit code: 0; 1 if verify finds the gradient not
    /// right; 2 after a complaint; 128 + n if signal n ended a training, 141 also if the reader of the output has left;
    /// 70 after a fault of the program's own.
    /// </summary>
    public static int Run(string[] args)
    {
        try
        {
            var parsed = Parse(args);
            if (parsed.Action is ParseErrorAction) return Say(Complaint, Sentence(parsed));
            if (Early(parsed) is { } early) return Say(Complaint, early);
            var exitCode = parsed.Invoke(new() { EnableDefaultExceptionHandler = false });
            if (!OutputUntilClosed.IsLeft.IsCancellationRequested || Interruption.IsOfSignal(exitCode)) return exitCode;
            return OutputUntilClosed.Complaint is { } complaint
                ? Say(Complaint, complaint) : Interruption.ExitCodeWhenLeft;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or InvalidDataException
            or NotFiniteNumberException)
        {
            return Say(Complaint, e.Message);
        }
        catch (OutOfMemoryException)
        {
            return Say(Complaint, "There is not enough memory for this.");
        }
        catch (Exception e)
        {
            return Say(Fault, $"This is a fault of the program, please report it: {e.GetType().Name}, {e.Message}");
        }
    }

    /// <summary>The command that the arguments name, with its options, or what is wrong with them.</summary>
    public static ParseResult Parse(string[] args) =>
        Commands.Value.Parse(args, new() { ResponseFileTokenReplacer = null });

    /// <summary>What is wrong with the arguments, the first thing of several, in one sentence.</summary>
    public static string Sentence(ParseResult parsed)
    {
        var unknown = parsed.UnmatchedTokens.Select(
            word => (Word: word, Sentence: Unknown(word, parsed.CommandResult.Command)));
        var wrong = parsed.Errors.Select<ParseError, (string Word, string Sentence)>(error => error.SymbolResult switch
        {
            OptionResult { IdentifierToken: { } name, Tokens.Count: 0 } given =>
                (name.Value, $"{given.Option.Name} needs a value; --help says which."),
            OptionResult { IdentifierToken: { } name, Option.Arity.MaximumNumberOfValues: 1, Tokens.Count: > 1 } =>
                (name.Value, $"{name.Value} is given more than once."),
            OptionResult { IdentifierToken: { } name } => (name.Value, error.Message),
            ArgumentResult { Tokens.Count: 0 } missing =>
                ("", $"{parsed.CommandResult.Command.Name} needs a {missing.Argument.Name}; --help says which."),
            _ => ("", error.Message),
        });
        return unknown.Concat(wrong).OrderBy(complaint => PlaceOf(complaint.Word)).First().Sentence;

        int PlaceOf(string word) =>
            parsed.Tokens.Index().Where(token => token.Item.Value == word)
                .Select(token => token.Index).DefaultIfEmpty(int.MaxValue).First();
    }

    /// <summary>What to say of an option that stands before the command, and so would do nothing.</summary>
    private static string? Early(ParseResult parsed)
    {
        var command = parsed.CommandResult.Command;
        var early = parsed.RootCommandResult.Children.OfType<OptionResult>().FirstOrDefault(given => !given.Implicit);
        return early is null || command is RootCommand || parsed.Action != command.Action ? null
            : $"{early.Option.Name} stands before {command.Name}, but must stand behind it.";
    }

    private static string Unknown(string word, Command command)
    {
        var isOption = word.StartsWith('-');
        if (isOption) word = word.Split('=', ':')[0];
        var known = (isOption ? command.Options.Cast<Symbol>() : command.Subcommands).Select(symbol => symbol.Name);
        if (known.Contains(word)) return $"'{word}' stands behind --, after which there are no options.";
        if (!isOption && command.Arguments is [var taken])
            return $"'{word}' is one too many: {command.Name} takes one {taken.Name}.";
        return Suggestion.For(word, known) is { } meant
            ? $"'{word}' is not {(isOption ? "an option" : "a command")}; did you mean {meant}?"
            : $"'{word}' is not an option; --help lists what there is.";
    }

    private static int Say(int exitCode, string sentence)
    {
        if (sentence.Length > LongestSentence) sentence = $"{sentence.AsSpan(0, LongestSentence)}…";
        Console.Error.WriteLine(Quoted.Printable(Quoted.WithoutPasswords(sentence)));
        return exitCode;
    }
}
