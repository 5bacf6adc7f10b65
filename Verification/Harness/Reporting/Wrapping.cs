using System.Text.RegularExpressions;

namespace CnnVerified.Verification.Reporting;

/// <summary>Text for a screen of 80 columns.</summary>
internal static partial class Wrapping
{
    /// <summary>How many columns the narrowest usual screen has.</summary>
    public const int Columns = 80;

    private const int Indent = 2;

    /// <summary>
    /// Breaks lines that are too long between words, and indents what follows. Names such as <c>x[0, 1]</c> stay whole,
    /// and numbers stay with the word before them, wherever the line has another place to break.
    /// </summary>
    public static string Of(string text) =>
        text.Length <= Columns ? text : string.Join('\n', text.Split('\n').Select(OfLine));

    private static string OfLine(string line)
    {
        if (line.Length <= Columns) return line;
        var indent = line.Length - line.TrimStart().Length;
        int[] gaps = [.. Gaps().Matches(line).Where(gap => gap.Groups["gap"].Success).Select(gap => gap.Index)
            .Where(gap => gap > indent)];
        int[] good = [.. gaps.Where(gap => !BeforeNumber().IsMatch(line, gap))];
        var (lines, start, room) = (new List<string>(), 0, Columns);
        while (line.Length - start > room)
        {
            var end = Last(good) ?? Last(gaps) ?? gaps.Where(gap => gap > start).Cast<int?>().FirstOrDefault();
            if (end is null) break;
            lines.Add(line[start..end.Value].TrimEnd());
            (start, room) = (end.Value + 1, Columns - indent - Indent);

            int? Last(int[] places) =>
                places.Where(gap => gap > start && gap <= start + room).Cast<int?>().LastOrDefault();
        }
        lines.Add(line[start..]);
        return string.Join("\n" + new string(' ', indent + Indent), lines);
    }

    /// <summary>Spaces, but not those in brackets, which are matched with them.</summary>
    [GeneratedRegex(@"\[[^\[\]]{0,60}\]|⟨[^⟨⟩]{0,60}⟩|(?<gap> )")]
    private static partial Regex Gaps();

    [GeneratedRegex(@"\G (?:\(?[-−+]?[\d.]|[±=×] )")]
    private static partial Regex BeforeNumber();
}
