using System.Text;

namespace CnnVerified.Verification.Figures;

/// <summary>
/// Numbers as colours: orange above 0, blue below, the stronger the larger; nothing at 0. Colours are as strong in
/// pictures of the same scale, on light and on dark paper.
/// </summary>
internal static class HeatMap
{
    private const int Levels = 16;
    private const double Cell = 10, Left = 26, Top = 26, Margin = 4, Smallest = 90;

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
        var (width, height) = (patches.Columns * Cell, patches.Rows * Cell);
        var mark = patches.Cells.Where(cell => cell.Position == marked).Select(cell => Markup.Of($"""
            <rect class="worst" x="{cell.Column * Cell - 2}" y="{cell.Row * Cell - 2}" width="{Cell + 4}" height="{Cell + 4}"/>
            """));
        // Few cells are large, and many fill the panel.
        return Markup.Of($"""
            <div class="panel"><h4>{title}</h4>{Picture.Of(alternative, Left + Math.Max(width, Smallest) + Margin,
                Top + height + Margin, Markup.Of($"""
                <g transform="translate({Left},{Top})"><rect class="paper" width="{width}" height="{height}"/>{Paths(patches, value, scale)}{mark}</g>{Axes(patches, width)}
                """), widest: Math.Clamp(1.6 * patches.Columns + 4, 8, 44))}</div>

            """);
    }

    /// <summary>A bar that tells the numbers of the colours.</summary>
    public static Markup Scale(double scale, string unit) => Markup.Of($"""
        <p class="scale"><span>{-scale:G3}</span><svg role="img" aria-label="colours from blue at {-scale:G3} over none at 0 to orange at {scale:G3}" viewBox="0 0 200 14"><rect class="paper" width="200" height="14"/>{Bars()}</svg><span>{scale:G3}</span> {unit}</p>

        """);

    private static IEnumerable<Markup> Bars() => Enumerable.Range(-Levels, 2 * Levels + 1).Select(level => Markup.Of(
        $"""<rect class="{Class(level)}" x="{100 + 6 * level - 3}" width="6" height="14" fill-opacity="{Opacity(level)}"/>"""));

    private static IEnumerable<Markup> Paths(Patches patches, Func<int, double> value, double scale) =>
        from cell in patches.Cells
        group cell by Level(value(cell.Position), scale) into level
        where level.Key != 0
        orderby level.Key
        select Path(level.Key, level.Select(cell => (cell.Row, cell.Column)));

    private static Markup Path(int? level, IEnumerable<(int Row, int Column)> cells)
    {
        var path = new StringBuilder();
        foreach (var (row, column) in cells) path.Append($"M{column * Cell} {row * Cell}h{Cell}v{Cell}h-{Cell}z");
        return level is { } strength
            ? Markup.Of($"""<path class="{Class(strength)}" fill-opacity="{Opacity(strength)}" d="{path.ToString()}"/>""")
            : Markup.Of($"""<path class="nan" d="{path.ToString()}"/>""");
    }

    /// <summary>From −<see cref="Levels"/> to <see cref="Levels"/>; null for what is no number.</summary>
    private static int? Level(double value, double scale) =>
        double.IsNaN(value) ? null : value == 0 || scale == 0 ? 0
        : Math.Sign(value) * (int)Math.Clamp(Math.Round(Levels * Math.Abs(value) / scale), 0, Levels);

    private static string Class(int level) => level < 0 ? "minus" : "plus";

    private static string Opacity(int level) => Picture.Short(Math.Abs(level) / (double)Levels);

    /// <summary>The first and the last index of both axes of a block.</summary>
    private static Markup Axes(Patches patches, double width) => Markup.Of($"""
        <text x="{Left}" y="{Top - 6}">column →</text><text transform="translate({Left - 8},{Top}) rotate(90)">row →</text>
        """);
}
