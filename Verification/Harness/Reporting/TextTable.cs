namespace CnnVerified.Verification.Reporting;

/// <summary>Rows of cells in aligned columns that fit a screen.</summary>
/// <param name="Rows">The headings, then one row each; the first column names the row.</param>
/// <param name="FlushLeft">
/// How many of the first columns are flush left; where all are, the last one is prose, which may stand below.
/// </param>
/// <param name="Dispensable">Columns that may be left out where the table is too wide, the first one first.</param>
internal sealed record TextTable(IReadOnlyList<string[]> Rows, int FlushLeft, params int[] Dispensable)
{
    private const int Gap = 2;

    /// <summary>How many columns the screen has.</summary>
    public int Screen { get; init; } = Wrapping.Columns;

    /// <summary>Whether the screen is wide enough for every row.</summary>
    public bool Fits => Lines().All(line => line.Length <= Screen && !line.Contains('\n'));

    private bool IsProse => FlushLeft == Rows[0].Length;

    /// <summary>
    /// A text for each row, indented by two. Where a name is too long for the screen, its numbers stand below it.
    /// </summary>
    public IReadOnlyList<string> Lines()
    {
        var columns = Enumerable.Range(0, Rows[0].Length).ToList();
        foreach (var column in Dispensable)
            if (columns.Sum(Width) > Screen) columns.Remove(column);
        var others = columns.Skip(1).ToList();
        var room = IsProse ? Width(0) : Math.Min(
            Width(0), Math.Max(Gap + Rows[0][0].Length, Screen - others.Sum(Width)));
        return [.. Rows.Select(row =>
        {
            var name = new string(' ', Gap) + row[0];
            var cells = string.Concat(others.Select(column => new string(' ', Gap) + (
                IsProse && column == others[^1] ? row[column]
                : column < FlushLeft ? row[column].PadRight(Width(column) - Gap)
                : row[column].PadLeft(Width(column) - Gap))));
            var line = name.Length > room ? $"{name}\n{new string(' ', room)}{cells}" : name.PadRight(room) + cells;
            return IsProse && line.TrimEnd().Length > Screen
                ? $"{line[..^row[^1].Length].TrimEnd()}\n{Wrapping.Of(new string(' ', 2 * Gap) + row[^1])}"
                : line.TrimEnd();
        })];

        int Width(int column) => Gap + Rows.Max(row =>
            column > 0 || IsProse ? row[column].Length : Math.Min(row[column].Length, Screen / 2));
    }

    /// <summary>All rows, one below the other.</summary>
    public override string ToString() => string.Concat(Lines().Select(line => line + "\n"));
}
