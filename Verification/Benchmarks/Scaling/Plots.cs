using System.Text;

namespace CnnVerified.Verification.Benchmarks;

/// <summary>
/// Draws measurements as one SVG picture, three plots a row, both axes logarithmic. Its colours are of middle lightness
/// and its ground is clear, to suit light and dark pages.
/// </summary>
internal static class Plots
{
    private const int PerRow = 3, Width = 310, Height = 240;
    private const int Left = 52, Right = 14, Top = 30, Bottom = 44;

    private const string Style =
        """
        <style>
          text { font: 12px system-ui, sans-serif; fill: #767b82; }
          .title { font-weight: 600; }
          .grid { stroke: #808080; stroke-opacity: 0.3; }
          .line { stroke: #2f81f7; stroke-width: 2; fill: none; }
          .point { fill: #2f81f7; }
        </style>
        """;

    /// <summary>The picture's text.</summary>
    public static string Draw(IReadOnlyList<Measurement> measurements)
    {
        var series = measurements.GroupBy(measurement => measurement.Series).ToArray();
        var rows = (series.Length + PerRow - 1) / PerRow;
        var (width, height) = (PerRow * Width, rows * Height);
        var svg = new StringBuilder("<svg xmlns=\"http://www.w3.org/2000/svg\" ")
            .Append($"viewBox=\"0 0 {width} {height}\" width=\"{width}\" height=\"{height}\">\n{Style}\n");
        foreach (var (i, points) in series.Index())
        {
            svg.Append($"<g transform=\"translate({i % PerRow * Width} {i / PerRow * Height})\">\n");
            Draw(svg, [.. points]);
            svg.Append("</g>\n");
        }
        return svg.Append("</svg>\n").ToString();
    }

    private static void Draw(StringBuilder svg, Measurement[] points)
    {
        var x = new LogAxis([.. points.Select(point => point.X)], Left, Width - Right);
        var y = new LogAxis([.. points.Select(point => point.Y)], Height - Bottom, Top);
        const int Centre = (Left + Width - Right) / 2, Middle = (Top + Height - Bottom) / 2;

        foreach (var tick in x.Ticks())
        {
            Add($"<path class=\"grid\" d=\"M{x.At(tick):F1} {Top}V{Height - Bottom}\"/>");
            Add($"<text x=\"{x.At(tick):F1}\" y=\"{Height - 28}\" text-anchor=\"middle\">{LogAxis.Text(tick)}</text>");
        }
        foreach (var tick in y.Ticks())
        {
            Add($"<path class=\"grid\" d=\"M{Left} {y.At(tick):F1}H{Width - Right}\"/>");
            Add($"<text x=\"{Left - 5}\" y=\"{y.At(tick) + 4:F1}\" text-anchor=\"end\">{LogAxis.Text(tick)}</text>");
        }
        Add($"<text class=\"title\" x=\"{Centre}\" y=\"18\" text-anchor=\"middle\">{points[0].Series}</text>");
        Add($"<text x=\"{Centre}\" y=\"{Height - 10}\" text-anchor=\"middle\">{points[0].XLabel}</text>");
        Add($"<text transform=\"translate(12 {Middle}) rotate(-90)\" text-anchor=\"middle\">{points[0].YLabel}</text>");
        var places = Array.ConvertAll(
            points, point => FormattableString.Invariant($"{x.At(point.X):F1},{y.At(point.Y):F1}"));
        Add($"<polyline class=\"line\" points=\"{string.Join(' ', places)}\"/>");
        foreach (var place in places) Add($"<circle class=\"point\" transform=\"translate({place})\" r=\"3\"/>");

        void Add(FormattableString element) => svg.Append(FormattableString.Invariant(element)).Append('\n');
    }
}
