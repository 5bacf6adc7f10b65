namespace CnnVerified.Verification.Figures;

/// <summary>
/// Numbers as colours: orange above 0, blue below, the stronger the larger; nothing at 0. Colours are as strong in
/// pictures of the same scale, on light and on dark paper.
/// </summary>
internal static class HeatMap
{
    private const int Levels = 16, Bar = 6, BarHeight = 14;
    private const int MostLined = 400;                // cells with lines between them
    private const double Margin = 0.4, RemPerCell = 1.6, Widest = 44;

    /// <summary>A picture of some entries.</summary>
    /// <param name="title">Its title.</param>
    /// <param name="alternative">What it shows, for those who do not see it.</param>
    /// <param name="patches">Where the entries are.</param>
    /// <param name="value">The number at a position.</param>
    /// <param name="scale">The number of the strongest colour.</param>
    /// <param name="marked">The position of an entry to mark; null if none is.</param>
    public static Markup Of(
        string title, string alternative, Patches patches, Func<int, double> value, double scale, int? marked = null)
    {
        var mark = patches.Cells.Where(cell => cell.Position == marked)
            .Select(cell => Mark(patches, cell.Row, cell.Column));
        var drawn = Markup.Of($"{Paper(patches)}{Paths(patches, value, scale)}{mark}");
        var picture = Svg.Of(alternative, patches.Columns + 2 * Margin, patches.Rows + 2 * Margin,
            Markup.Of($"""<g transform="translate({Margin},{Margin})">{drawn}</g>"""),
            Math.Min(RemPerCell * patches.Columns + 1, Widest));
        return Markup.Of($"""<div class="panel"><h4>{title}</h4>{picture}</div>""");
    }

    /// <summary>A bar that tells the numbers of the colours.</summary>
    public static Markup Scale(double scale, string unit)
    {
        var (middle, width) = (Bar * Levels + Bar / 2, Bar * (2 * Levels + 1));
        var bars = Enumerable.Range(-Levels, 2 * Levels + 1).Select(level => Markup.Of(
            $"""<rect {Colour(level)} x="{middle + Bar * level - Bar / 2}" width="{Bar}" height="{BarHeight}"/>"""));
        return Markup.Of($"""
            <p class="scale"><span>{-scale:G3}</span><svg aria-hidden="true" viewBox="0 0 {width} {BarHeight}"><rect
             class="paper" width="{width}" height="{BarHeight}"/>{bars}</svg><span>{scale:G3}</span> {unit}</p>

            """);
    }

    /// <summary>The cells themselves, with lines between them unless there are too many.</summary>
    private static Markup Paper(Patches patches) => Markup.Of($"""
        <path class="paper{(patches.Cells.Count > MostLined ? " plain" : "")}" d="{Squares(patches.Cells.Select(
            cell => (cell.Row, cell.Column)), patches.Cells.Count > MostLined)}"/>
        """);

    private static IEnumerable<Markup> Paths(Patches patches, Func<int, double> value, double scale) =>
        from cell in patches.Cells
        group (cell.Row, cell.Column) by Level(value(cell.Position), scale) into level
        where level.Key != 0
        orderby level.Key
        select level.Key is { } strength
            ? Markup.Of($"""<path {Colour(strength)} d="{Squares(level)}"/>""")
            : Markup.Of($"""<path class="nan" d="{Squares(level)}"/>""");

    private static Markup Mark(Patches patches, int row, int column)
    {
        var margin = Math.Max(0.2, patches.Columns / 60.0);
        return Markup.Of($"""
            <rect class="worst" x="{column - margin:0.##}" y="{row - margin:0.##}" width="{1 + 2 * margin:0.##}"
             height="{1 + 2 * margin:0.##}"/>
            """);
    }

    /// <summary>Squares row by row; joined, neighbours are one rectangle.</summary>
    private static string Squares(IEnumerable<(int Row, int Column)> cells, bool isJoined = true)
    {
        var (path, ordered) = (new StringBuilder(), cells.Order().ToArray());
        for (var (i, length) = (0, 0); i < ordered.Length; i += length)
        {
            var (row, column) = ordered[i];
            length = 1;
            while (isJoined && i + length < ordered.Length && ordered[i + length] == (row, column + length)) length++;
            path.Append($"M{column} {row}h{length}v1h-{length}z");
        }
        return path.ToString();
    }

    /// <summary>From −<see cref="Levels"/> to <see cref="Levels"/>; null for what is no number.</summary>
    private static int? Level(double value, double scale) =>
        double.IsNaN(value) ? null : value == 0 || scale == 0 ? 0
        : Math.Sign(value) * (int)Math.Clamp(Math.Round(Levels * Math.Abs(value) / scale), 0, Levels);

    private static Markup Colour(int level) => Markup.Of(
        $"""class="{(level < 0 ? "minus" : "plus")}" fill-opacity="{Math.Abs(level) / (double)Levels:0.##}" """);
}
