namespace CnnVerified.Verification.Benchmarks;

/// <summary>Draws measurements as one SVG picture, three plots a row, both axes logarithmic.</summary>
internal static class Plots
{
    private const int PerRow = 3, Width = 310, Height = 240;
    private const int Left = 52, Right = 14, Top = 30, Bottom = 44;

    /// <summary>The picture's text.</summary>
    public static string Draw(IReadOnlyList<Measurement> measurements)
    {
        var series = measurements.GroupBy(measurement => measurement.Series).ToArray();
        var rows = (series.Length + PerRow - 1) / PerRow;
        var svg = new Svg();
        foreach (var (i, points) in series.Index())
        {
            svg.Add($"<g transform=\"translate({i % PerRow * Width} {i / PerRow * Height})\">");
            Draw(svg, [.. points]);
            svg.Add($"</g>");
        }
        return svg.Picture(PerRow * Width, rows * Height);
    }

    private static void Draw(Svg svg, Measurement[] points)
    {
        var x = new LogAxis([.. points.Select(point => point.X)], Left, Width - Right);
        var y = new LogAxis([.. points.Select(point => point.Y)], Height - Bottom, Top);
        const int Centre = (Left + Width - Right) / 2, Middle = (Top + Height - Bottom) / 2;

        foreach (var tick in x.Ticks())
        {
            svg.Add($"<path class=\"grid\" d=\"M{x.At(tick):F1} {Top}V{Height - Bottom}\"/>");
            svg.Add(
                $"<text x=\"{x.At(tick):F1}\" y=\"{Height - 28}\" text-anchor=\"middle\">{LogAxis.Text(tick)}</text>");
        }
        foreach (var tick in y.Ticks())
        {
            svg.Add($"<path class=\"grid\" d=\"M{Left} {y.At(tick):F1}H{Width - Right}\"/>");
            svg.Add(
                $"<text x=\"{Left - 5}\" y=\"{y.At(tick) + 4:F1}\" text-anchor=\"end\">{LogAxis.Text(tick)}</text>");
        }
        svg.Add($"<text class=\"title\" x=\"{Centre}\" y=\"18\" text-anchor=\"middle\">{points[0].Series}</text>");
        svg.Add($"<text x=\"{Centre}\" y=\"{Height - 10}\" text-anchor=\"middle\">{points[0].XLabel}</text>");
        svg.Add(
            $"<text transform=\"translate(12 {Middle}) rotate(-90)\" text-anchor=\"middle\">{points[0].YLabel}</text>");
        var places = Array.ConvertAll(
            points, point => FormattableString.Invariant($"{x.At(point.X):F1},{y.At(point.Y):F1}"));
        svg.Add($"<polyline class=\"line\" points=\"{string.Join(' ', places)}\"/>");
        foreach (var place in places) svg.Add($"<circle class=\"point\" transform=\"translate({place})\" r=\"3\"/>");
    }
}
