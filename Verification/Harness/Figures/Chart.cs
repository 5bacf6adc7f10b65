using System.Text;

namespace CnnVerified.Verification.Figures;

/// <summary>A chart of points and lines in two axes.</summary>
/// <param name="Across">The axis from left to right.</param>
/// <param name="Up">The axis from below.</param>
/// <param name="Series">What is drawn.</param>
internal sealed record Chart(Axis Across, Axis Up, params IReadOnlyList<Series> Series)
{
    private const double Width = 420, Height = 270, Left = 62, Top = 12, Right = 16, Bottom = 46, LineHeight = 18;

    private static readonly (double Width, double Height) Plot = (Width - Left - Right, Height - Top - Bottom);

    /// <summary>The chart as a picture.</summary>
    public Markup Markup(string title, string alternative) => Figures.Markup.Of($"""
        <div class="panel wide"><h4>{title}</h4>{Picture.Of(alternative, Width, Height + LineHeight * Named().Count(),
            Figures.Markup.Of($"{Grid()}{Series.Select(Drawn)}{Named().Index().Select(one => Key(one.Index, one.Item))}"))}</div>

        """);

    private IEnumerable<Series> Named() => Series.Where(series => series.Name.Length > 0);

    private double X(double value) => Left + Plot.Width * Math.Clamp(Across.Share(value), 0, 1);

    private double Y(double value) => Top + Plot.Height * (1 - Math.Clamp(Up.Share(value), 0, 1));

    private Markup Grid() => Figures.Markup.Of($"""
        <rect class="paper" x="{Left}" y="{Top}" width="{Plot.Width}" height="{Plot.Height}"/>{Across.Ticks().Select(tick => Figures.Markup.Of(
            $"""<path class="grid" d="M{X(tick.Value):0.#} {Top}v{Plot.Height}"/><text class="middle" x="{X(tick.Value):0.#}" y="{Top + Plot.Height + 16}">{tick.Text}</text>"""))}{Up.Ticks().Select(tick => Figures.Markup.Of(
            $"""<path class="grid" d="M{Left} {Y(tick.Value):0.#}h{Plot.Width}"/><text class="end" x="{Left - 5}" y="{Y(tick.Value) + 4:0.#}">{tick.Text}</text>"""))}<text class="middle" x="{Left + Plot.Width / 2}" y="{Top + Plot.Height + 36}">{Across.Title}</text><text class="middle" transform="translate(13,{Top + Plot.Height / 2}) rotate(-90)">{Up.Title}</text>
        """);

    private Markup Drawn(Series series) => series.IsLine
        ? Figures.Markup.Of($"""<path class="line s{series.Style}" d="{Line(series)}"/>""")
        : Figures.Markup.Join(series.Points.Where(IsShown).Select(point => series.Dot(X(point.X), Y(point.Y))));

    private string Line(Series series)
    {
        var path = new StringBuilder();
        var begun = false;
        foreach (var point in series.Points)
        {
            if (IsShown(point))
                path.Append(begun ? 'L' : 'M').Append(Picture.Short(X(point.X))).Append(' ')
                    .Append(Picture.Short(Y(point.Y)));
            begun = IsShown(point);
        }
        return path.ToString();
    }

    private bool IsShown((double X, double Y) point) => double.IsFinite(Across.Share(point.X))
        && double.IsFinite(Up.Share(point.Y)) && Up.Share(point.Y) is > -0.001 and < 1.001;

    private static Markup Key(int row, Series series)
    {
        var y = Height + LineHeight * row + 4;
        var sign = series.IsLine
            ? Figures.Markup.Of($"""<path class="line s{series.Style}" d="M{Left} {y}h24"/>""") : series.Dot(Left + 12, y);
        return Figures.Markup.Of($"""{sign}<text x="{Left + 32}" y="{y + 4}">{series.Name}</text>""");
    }
}
