namespace CnnVerified.Verification.Benchmarks;

/// <summary>
/// A picture's text as it grows. Text and lines are of middle lightness and the ground is clear, to suit light and dark
/// pages.
/// </summary>
internal sealed class Svg
{
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

    private readonly StringBuilder elements = new();

    /// <summary>Adds an element, or the beginning or end of one.</summary>
    public void Add(FormattableString element) => elements.Append(FormattableString.Invariant(element)).Append('\n');

    /// <summary>The whole picture, of a size in pixels.</summary>
    public string Picture(int width, int height) => FormattableString.Invariant(
        $"<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {width} {height}\" width=\"{width}\" ")
        + FormattableString.Invariant($"height=\"{height}\">\n{Style}\n{elements}</svg>\n");
}
