using System.Globalization;
using System.Text.RegularExpressions;

namespace CnnVerified.Verification.Tests.Repairing;

/// <summary>Statements of test code in which a mistake is made, which say its name in quotes.</summary>
internal static partial class PlantedLine
{
    private const int LongestStatement = 8;

    /// <summary>Whether a diagnosis names the line in which a mistake was made.</summary>
    /// <param name="text">The diagnosis.</param>
    /// <param name="mistake">The mistake's name.</param>
    /// <param name="folder">The folder of its file.</param>
    public static bool IsIn(string text, string mistake, string folder) => LineOfFile().Matches(text).Any(match =>
    {
        var file = Path.Combine(Path.GetDirectoryName(Snapshot.Directory)!,
            "Verification", "Tests", folder, match.Groups[2].Value);
        if (!File.Exists(file)) return false;                                       // a line of the library
        var statement = string.Join('\n', File.ReadLines(file).Skip(
            int.Parse(match.Groups[1].Value, CultureInfo.InvariantCulture) - 1).Take(LongestStatement));
        return statement[..(statement.IndexOf(';', StringComparison.Ordinal) + 1)].Contains(
            $"\"{mistake}\"", StringComparison.Ordinal);
    });

    [GeneratedRegex("line ([0-9]+) of ([A-Za-z]+[.]cs)")]
    private static partial Regex LineOfFile();
}
