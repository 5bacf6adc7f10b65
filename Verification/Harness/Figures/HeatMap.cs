using System.Text;

namespace CnnVerified.Verification.Figures;

/// <summary>
/// Numbers as colours: orange above 0, blue below, the stronger the larger; nothing at 0. Colours are as strong in
/// pictures of the same scale, on light and on dark paper.
/// </summary>
internal static class HeatMap
{
    private const int Levels = 16, Bar = 6, BarHeight = 14;
    private const double Cell = 10, Margin = 4, RemPerCell = 1.6, Widest = 44;

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
        var mark = patches.Cells.Where(cell => cell.Position == marked).Select(Mark);
        var drawn = Markup.Of($"{Paper(patches)}{Paths(patches, value, scale)}{mark}");
        var picture = Svg.Of(alternative, patches.Columns * Cell + 2 * Margin, patches.Rows * Cell + 2 * Margin,
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

    private static Markup Paper(Patches patches) => Markup.Of(
        $"""<path class="paper" d="{Squares(patches.Cells.Select(cell => (cell.Row, cell.Column)))}"/>""");

    private static IEnumerable<Markup> Paths(Patches patches, Func<int, double> value, double scale) =>
        from cell in patches.Cells
        group (cell.Row, cell.Column) by Level(value(cell.Position), scale) into level
        where level.Key != 0
        orderby level.Key
        select level.Key is { } strength
            ? Markup.Of($"""<path {Colour(strength)} d="{Squares(level)}"/>""")
            : Markup.Of($"""<path class="nan" d="{Squares(level)}"/>""");

    private static Markup Mark((int Row, int Column, int Position) cell) => Markup.Of($"""
        <rect class="worst" x="{cell.Column * Cell - 2}" y="{cell.Row * Cell - 2}" width="{Cell + 4}"
         height="{Cell + 4}"/>
        """);

    private static string Squares(IEnumerable<(int Row, int Column)> cells)
    {
        var path = new StringBuilder();
        foreach (var (row, column) in cells) path.Append($"M{column * Cell} {row * Cell}h{Cell}v{Cell}h-{Cell}z");
        return path.ToString();
    }

    /// <summary>From −<see cref="Levels"/> to <see cref="Levels"/>; null for what is no number.</summary>
    private static int? Level(double value, double scale) =>
        double.IsNaN(value) ? null : value == 0 || scale == 0 ? 0
        : Math.Sign(value) * (int)Math.Clamp(Math.Round(Levels * Math.Abs(value) / scale), 0, Levels);

    private static Markup Colour(int level) => Markup.Of(
        $"""class="{(level < 0 ? "minus" : "plus")}" fill-opacity="{Math.Abs(level) / (double)Levels:0.##}" """);
}
