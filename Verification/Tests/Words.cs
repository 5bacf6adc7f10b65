using System.Text.RegularExpressions;

namespace CnnVerified.Verification.Tests;

internal static partial class Words
{
    /// <summary>A text's words, one space apart, wherever its lines end.</summary>
    public static string WordsOf(object text) => Spaces().Replace($"{text}", " ");

    [GeneratedRegex(@"\s+")]
    private static partial Regex Spaces();
}
