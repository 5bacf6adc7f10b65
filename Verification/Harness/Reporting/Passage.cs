namespace CnnVerified.Verification.Reporting;

/// <summary>A line of a report; what follows the first of several belongs to it.</summary>
/// <param name="Name">What it tells of, such as an entry; nothing if that needs no name.</param>
/// <param name="Text">What it tells.</param>
internal sealed record Line(string Name, string Text)
{
    /// <summary>A line without a name.</summary>
    public static implicit operator Line(string text) => new("", text);

    /// <summary>All of it.</summary>
    public override string ToString() => Name.Length == 0 ? Text : $"{Name}: {Text}";
}

/// <summary>A part of a report: a title with a list below it, or a sentence.</summary>
/// <param name="Title">The title, or the sentence.</param>
/// <param name="Lines">The list.</param>
internal sealed record Passage(Line Title, params IReadOnlyList<Line> Lines)
{
    /// <summary>How many lines a text shows.</summary>
    public int Shown { get; init; } = int.MaxValue;

    /// <summary>How many lines there would be if all were known.</summary>
    public int Total { get; init; } = Lines.Count;

    /// <summary>The first lines, and how many are left out.</summary>
    public IReadOnlyList<Line> First(int most)
    {
        Line[] first = [.. Lines.Take(most)];
        var more = Total - first.Length;
        return more == 0 ? first : [.. first, $"and {Amount.Of(more)} more"
            + (Total > Lines.Count ? ": a summary keeps the worst few" : "")];
    }

    /// <summary>The title and the list, indented; lines are as long as they are.</summary>
    public override string ToString() => string.Join('\n',
        First(Shown).Select(line => "  " + line.ToString().Replace("\n", "\n    ")).Prepend($"{Title}"));
}
