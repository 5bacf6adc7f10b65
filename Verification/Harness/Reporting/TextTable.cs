namespace CnnVerified.Verification;

/// <summary>Rows of cells in aligned columns.</summary>
internal static class TextTable
{
    /// <summary>One line a row, indented by two; the first columns are flush left, the others flush right.</summary>
    public static string Of(IReadOnlyList<string[]> rows, int flushLeft)
    {
        var widths =
            Enumerable.Range(0, rows[0].Length).Select(column => rows.Max(row => row[column].Length)).ToArray();
        return string.Concat(rows.Select(row =>
            "  " + string.Join("  ",
                row.Select((cell, i) => i < flushLeft ? cell.PadRight(widths[i]) : cell.PadLeft(widths[i]))) + "\n"));
    }
}
