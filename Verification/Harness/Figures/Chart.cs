namespace CnnVerified.Verification.Figures;

/// <summary>A chart of points and lines in two axes.</summary>
/// <param name="Across">The axis from left to right.</param>
/// <param name="Up">The axis from below.</param>
/// <param name="Series">What is drawn.</param>
internal sealed record Chart(Axis Across, Axis Up, params IReadOnlyList<Series> Series)
{
    private const double Width = 420, Height = 270, Left = 62, Top = 12, Right = 16, Bottom = 46, LineHeight = 18;
    private const double Widest = 36;

    private static readonly (double Width, double Height) Plot = (Width - Left - Right, Height - Top - Bottom);

    /// <summary>The chart as a picture.</summary>
    public Markup Markup(string title, string alternative)
    {
        var keys = Series.Where(series => series.Name.Length > 0).ToArray();
        var picture = Svg.Of(alternative, Width, Height + LineHeight * keys.Length, Figures.Markup.Of(
            $"{Grid()}{Series.Select(Drawn)}{keys.Select((series, row) => Key(row, series))}"), Widest);
        return Figures.Markup.Of($"""<div class="panel wide"><h4>{title}</h4>{picture}</div>""");
    }

    private double X(double value) => Left + Plot.Width * Math.Clamp(Across.Share(value), 0, 1);

    private double Y(double value) => Top + Plot.Height * (1 - Math.Clamp(Up.Share(value), 0, 1));

    private Markup Grid()
    {
        const double Below = Height - Bottom;
        var across = Across.Ticks().Select(tick => Figures.Markup.Of($"""
            <path class="grid" d="M{X(tick.Value):0.#} {Top}v{Plot.Height}"/>
            {Text(X(tick.Value), Below + 16, tick.Text)}
            """));
        var up = Up.Ticks().Select(tick => Figures.Markup.Of($"""
            <path class="grid" d="M{Left} {Y(tick.Value):0.#}h{Plot.Width}"/><text class="end" x="{Left - 5}"
             y="{Y(tick.Value) + 4:0.#}">{tick.Text}</text>
            """));
        return Figures.Markup.Of($"""
            <rect class="paper" x="{Left}" y="{Top}" width="{Plot.Width}" height="{Plot.Height}"/>{across}{up}
            {Text(Left + Plot.Width / 2, Below + 36, Across.Title)}
            <text class="middle" transform="translate(13,{Top + Plot.Height / 2}) rotate(-90)">{Up.Title}</text>
            """);
    }

    private static Markup Text(double x, double y, string text) =>
        Figures.Markup.Of($"""<text class="middle" x="{x:0.#}" y="{y:0.#}">{text}</text>""");

    private Markup Drawn(Series series) => series.IsLine
        ? Figures.Markup.Of($"""<path class="line s{series.Style}" d="{Line(series)}"/>""")
        : Figures.Markup.Join(series.Points.Where(IsShown).Select(point => series.Dot(X(point.X), Y(point.Y))));

    private string Line(Series series)
    {
        var (path, isBegun) = (new StringBuilder(), false);
        foreach (var point in series.Points)
        {
            if (IsShown(point))
                path.Append(isBegun ? 'L' : 'M').Append(Svg.Short(X(point.X))).Append(' ')
                    .Append(Svg.Short(Y(point.Y)));
            isBegun = IsShown(point);
        }
        return path.ToString();
    }

    private bool IsShown((double X, double Y) point) => double.IsFinite(Across.Share(point.X))
        && double.IsFinite(Up.Share(point.Y)) && Up.Share(point.Y) is > -0.001 and < 1.001;

    private static Markup Key(int row, Series series)
    {
        var y = Height + LineHeight * row + 4;
        var sign = series.IsLine ? Figures.Markup.Of($"""<path class="line s{series.Style}" d="M{Left} {y}h24"/>""")
            : series.Dot(Left + 12, y);
        return Figures.Markup.Of($"""{sign}<text x="{Left + 32}" y="{y + 4}">{series.Name}</text>""");
    }
}
