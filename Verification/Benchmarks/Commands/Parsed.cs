using System.CommandLine;

namespace CnnVerified.Verification.Benchmarks;

/// <summary>What several commands ask of their options.</summary>
internal static class Parsed
{
    /// <summary>The number of an option.</summary>
    /// <exception cref="InvalidDataException">It is less than 1; the message is one sentence.</exception>
    public static int AtLeastOne(this ParseResult parsed, Option<int> option)
    {
        var number = parsed.GetValue(option);
        return number >= 1
            ? number
            : throw new InvalidDataException($"{option.Name} is {number}, but must be at least 1.");
    }
}
