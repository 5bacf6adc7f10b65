using System.Text.RegularExpressions;

namespace CnnVerified.Training.Files;

/// <summary>Text of foreign files and places, as it may be shown on a terminal.</summary>
internal static partial class Quoted
{
    private const int Longest = 60;

    /// <summary>Shortened, and with a dot for each control character.</summary>
    public static string Of(string text) =>
        Printable(text.Length <= Longest ? text : $"{text.AsSpan(0, Longest)}…");

    /// <summary>With a dot for each character that a terminal obeys instead of showing it.</summary>
    public static string Printable(string text) => string.Concat(text.Select(c => IsShown(c) ? c : '·'));

    /// <summary>With a dot for what stands before the host in an address: a name and a password.</summary>
    public static string WithoutPasswords(string text) => BeforeHost().Replace(text, "…");

    [GeneratedRegex(@"(?<=//)[^\s/']*(?=@)")]
    private static partial Regex BeforeHost();

    private static bool IsShown(char c) => CharUnicodeInfo.GetUnicodeCategory(c) is not
        (UnicodeCategory.Control or UnicodeCategory.Format or UnicodeCategory.Surrogate or UnicodeCategory.LineSeparator
        or UnicodeCategory.ParagraphSeparator or UnicodeCategory.PrivateUse or UnicodeCategory.OtherNotAssigned);
}
