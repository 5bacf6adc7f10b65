namespace CnnVerified.Verification.Benchmarks;

/// <summary>
/// Draws sheets as one SVG picture, the passes of an operation side by side, as <see cref="HeatMapLayout"/> says. A
/// colour says how many times the sheet's least cost a shape costs.
/// </summary>
internal static class HeatMaps
{
    private const int Bottom = 16;
    private const double PerColour = 1.6;

    private static readonly string[] Colours =
        ["#fde725", "#b5de2b", "#6ece58", "#35b779", "#1f9e89", "#26828e", "#31688e", "#3e4989", "#482878", "#440154"];

    /// <summary>The picture's text.</summary>
    public static string Draw(IEnumerable<Sheet> sheets)
    {
        var (svg, top) = (new Svg(), HeatMapLayout.Heading);
        Legend(svg);
        foreach (var passes in sheets.GroupBy(sheet => (sheet.Operation, sheet.Scalar, sheet.Threads)))
        {
            foreach (var (i, sheet) in passes.Index())
            {
                svg.Add($"<g transform=\"translate({i * HeatMapLayout.Width} {top})\">");
                Draw(svg, sheet);
                svg.Add($"</g>");
            }
            top += new HeatMapLayout(passes.Key.Operation).Height + Bottom;
        }
        return svg.Picture(2 * HeatMapLayout.Width, top);
    }

    private static void Legend(Svg svg)
    {
        svg.Add($"<text y=\"16\">times the least cost of each picture:</text>");
        foreach (var (i, colour) in Colours.Index())
        {
            svg.Add($"<path d=\"M{230 + 60 * i} 12h14\" stroke=\"{colour}\" stroke-width=\"14\"/>");
            svg.Add($"<text x=\"{248 + 60 * i}\" y=\"16\">{Math.Pow(PerColour, i):G2} ×</text>");
        }
    }

    private static void Draw(Svg svg, Sheet sheet)
    {
        var (operation, layout) = (sheet.Operation, new HeatMapLayout(sheet.Operation));
        var (least, most) = (sheet.Places.Min(sheet.Cost), sheet.Places.Max(sheet.Cost));
        var title = FormattableString.Invariant(
            $"{operation.Name}, {sheet.Pass}: {least:G2} to {most:G2} ns by {operation.Unit}");
        svg.Add($"<text class=\"title\" y=\"12\">{title}</text>");
        svg.Add($"<text y=\"28\">{layout.Explanation}</text>");
        foreach (var block in sheet.Places.GroupBy(layout.Block))
        {
            var (x, y) = layout.Corner(block.Key);
            svg.Add($"<text x=\"{x}\" y=\"{y - 3}\">{layout.Values(block.First())}</text>");
            foreach (var colour in block.GroupBy(place => Colour(sheet.Cost(place) / least)))
            {
                var cells = colour.Select(layout.Place).Select(at => $"M{x + at.X} {y + at.Y}h{HeatMapLayout.Cell}");
                var stroke = FormattableString.Invariant($"{colour.Key}\" stroke-width=\"{HeatMapLayout.Cell}");
                svg.Add($"<path d=\"{string.Concat(cells)}\" stroke=\"{stroke}\"/>");
            }
        }
    }

    private static string Colour(double times) =>
        Colours[(int)Math.Min(Math.Round(Math.Log(times) / Math.Log(PerColour)), Colours.Length - 1)];
}
