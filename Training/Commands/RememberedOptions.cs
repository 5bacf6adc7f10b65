using System.CommandLine;

namespace CnnVerified.Training.Commands;

/// <summary>Options that a model keeps, so that its training can go on as it began.</summary>
/// <param name="options">Which ones.</param>
internal sealed class RememberedOptions(params Option[] options)
{
    /// <summary>Those that the command line gives, with their words.</summary>
    public IReadOnlyDictionary<string, string> Given(ParseResult parsed) => (
        from option in options
        let result = parsed.GetResult(option)
        where result is { Implicit: false }
        select KeyValuePair.Create(option.Name, result.Tokens[0].Value)).ToDictionary();

    /// <summary>The command line with what it does not give added from what was kept.</summary>
    /// <exception cref="InvalidDataException">What was kept is not possible; the message is one sentence.</exception>
    public ParseResult Complete(ParseResult parsed, IReadOnlyDictionary<string, string> kept)
    {
        var given = Given(parsed);
        var missing = options.Select(option => option.Name)
            .Where(name => kept.ContainsKey(name) && !given.ContainsKey(name));
        string[] arguments =
        [
            .. parsed.Tokens.Select(token => token.Value),
            .. missing.SelectMany(name => new[] { name, kept[name] }),
        ];
        var complete = parsed.RootCommandResult.Command.Parse(arguments, parsed.Configuration);
        return complete.Errors is [var error, ..]
            ? throw new InvalidDataException(
                $"The model was trained with an option that is not possible: {error.Message}")
            : complete;
    }
}
