using System.CommandLine;

namespace CnnVerified.Training.Commands;

/// <summary>How every option of every command is made: its text is parsed, or it is said what it must be.</summary>
internal static class OptionOf
{
    /// <summary>An option whose text may be anything, such as a file's name.</summary>
    public static Option<string?> Text(string name, string value, string description) =>
        new(name) { HelpName = value, Description = description };

    /// <summary>An option whose text stands for a value.</summary>
    /// <param name="name">The option's name.</param>
    /// <param name="value">What follows it, in the help.</param>
    /// <param name="description">What it does.</param>
    /// <param name="allowed">What the text must be, after "must be".</param>
    /// <param name="parse">The value; null if the text is nothing allowed.</param>
    /// <param name="shown">The text as it may be shown; itself if it is not said.</param>
    public static Option<T?> Value<T>(
        string name, string value, string description, string allowed, Func<string, T?> parse,
        Func<string, string>? shown = null) => new(name)
        {
            HelpName = value,
            Description = description,
            CustomParser = argument =>
            {
                var text = argument.Tokens[0].Value;
                if (parse(text) is { } parsed) return parsed;
                argument.AddError($"{name} is '{shown?.Invoke(text) ?? text}', but must be {allowed}.");
                return default;
            },
        };

    /// <summary>An option for one of some things, each of which has a word.</summary>
    public static Option<TValue?> Choice<TChoice, TValue>(
        string name, string description, IEnumerable<TChoice> choices, Func<TChoice, string> word,
        Func<TChoice, TValue> chosen)
    {
        var words = choices.ToDictionary(word);
        var allowed = string.Join(", ", words.Keys.SkipLast(1)) + $" or {words.Keys.Last()}";
        return Value(name, string.Join('|', words.Keys), description, allowed,
            text => words.TryGetValue(text, out var choice) ? chosen(choice) : default);
    }

    /// <summary>What <see cref="WholeNumber"/> allows, in words.</summary>
    public static string WholeNumbers(int least = 1, int most = int.MaxValue) =>
        $"a whole number from {least} to {most}";

    /// <summary>A whole number in some range, if the text is one.</summary>
    public static int? WholeNumber(string text, int least = 1, int most = int.MaxValue) =>
        int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number)
            && number >= least && number <= most ? number : null;
}
