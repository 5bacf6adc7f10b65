namespace CnnVerified.Verification.Benchmarks;

/// <summary>One point of a plot, one line of a CSV file.</summary>
/// <param name="Series">What grows, the plot's title.</param>
/// <param name="XLabel">The horizontal axis with its unit.</param>
/// <param name="YLabel">The vertical axis with its unit.</param>
/// <param name="X">How large it is.</param>
/// <param name="Y">What it costs.</param>
internal sealed record Measurement(string Series, string XLabel, string YLabel, double X, double Y)
{
    private const string Header = "series,x is,y is,x,y";

    /// <summary>Writes measurements to a file; no text in them has a comma.</summary>
    public static void Write(string path, IEnumerable<Measurement> measurements) => File.WriteAllText(
        path, string.Concat(measurements.Select(m => m.Line).Prepend(Header).Select(line => line + "\n")));

    /// <summary>Reads them.</summary>
    /// <exception cref="InvalidDataException">The file is not such a file; the message is one sentence.</exception>
    public static IReadOnlyList<Measurement> Read(string path) => [.. File.ReadLines(path).Skip(1).Select(Parse)];

    private string Line => FormattableString.Invariant($"{Series},{XLabel},{YLabel},{X},{Y:G4}");

    private static Measurement Parse(string line) =>
        line.Split(',') is [var series, var xLabel, var yLabel, var x, var y]
        && Positive(x) is { } right && Positive(y) is { } up
            ? new(series, xLabel, yLabel, right, up)
            : throw new InvalidDataException($"'{line}' is no measurement: it must have the five parts {Header}.");

    private static double? Positive(string text) =>
        double.TryParse(text, CultureInfo.InvariantCulture, out var number) && number > 0 && double.IsFinite(number)
            ? number : null;
}
