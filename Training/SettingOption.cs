using System.CommandLine;
using System.CommandLine.Parsing;
using System.Globalization;

namespace CnnVerified.Training;

/// <summary>Options that stand for one setting each. Their help tells the defaults of the experiments.</summary>
internal static class SettingOption
{
    /// <summary>Stands for the word "all" where a number is expected.</summary>
    public const int All = int.MaxValue;

    private static readonly CultureInfo Invariant = CultureInfo.InvariantCulture;

    /// <summary>A whole number of at least 1, if the text is one.</summary>
    public static int? Count(string text) =>
        int.TryParse(text, NumberStyles.None, Invariant, out var count) && count > 0 ? count : null;

    /// <summary>An option for one of an enumeration's values; no default is told where none is usual.</summary>
    public static Option<T?> Choice<T>(string name, Func<ExperimentSettings, T>? usual, string description)
        where T : struct, Enum
    {
        var words = Enum.GetValues<T>().ToDictionary(choice => choice.ToString().ToLowerInvariant());
        var all = string.Join(", ", words.Keys.SkipLast(1)) + $" or {words.Keys.Last()}";
        return Of(
            name, string.Join('|', words.Keys), usual, all, description,
            text => words.TryGetValue(text, out var choice) ? choice : (T?)null);
    }

    /// <summary>An option whose text is parsed; what it must be is said where it is not.</summary>
    public static Option<T?> Of<T>(
        string name, string value, Func<ExperimentSettings, T>? usual, string allowed, string description,
        Func<string, T?> parse) where T : struct => new(name)
        {
            HelpName = value,
            Description = usual is null ? description : $"{description} [default: {Defaults(usual)}]",
            CustomParser = argument =>
            {
                var text = argument.Tokens[0].Value;
                if (parse(text) is { } parsed) return parsed;
                argument.AddError($"{name} is '{text}', but must be {allowed}.");
                return default;
            },
        };

    /// <summary>The default of the original's experiment, and of the others where they differ.</summary>
    private static string Defaults<T>(Func<ExperimentSettings, T> usual) where T : struct
    {
        var original = Word(usual(new ExperimentSettings()));
        var others = from kind in Enum.GetValues<ExperimentKind>()
                     let word = Word(usual(ExperimentSettings.Of(kind)))
                     where word != original
                     select $"; {Word(kind)}: {word}";
        return original + string.Concat(others);
    }

    private static string Word<T>(T value) where T : struct =>
        value is All ? "all" : string.Create(Invariant, $"{value}").ToLowerInvariant();
}
