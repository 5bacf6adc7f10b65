namespace CnnVerified.Verification.Figures;

/// <summary>An axis of a chart.</summary>
/// <param name="Title">What it tells, with its unit.</param>
/// <param name="Low">The number at its beginning.</param>
/// <param name="High">The number at its end.</param>
/// <param name="IsLogarithmic">Whether equal distances are equal ratios.</param>
internal sealed record Axis(string Title, double Low, double High, bool IsLogarithmic = false)
{
    private const double Least = 1e-300;              // what is smaller loses its digits, and has no power of ten
    private const int MostTicks = 6;
    private const int Fewest = 3;                     // whole numbers that are enough

    /// <summary>A logarithmic axis over whole powers of ten that have all of some positive numbers.</summary>
    public static Axis Logarithmic(string title, IEnumerable<double> values)
    {
        double[] known = [.. values.Where(value => value is >= Least and <= 1 / Least).DefaultIfEmpty(1)];
        var (low, high) = (Math.Floor(Math.Log10(known.Min())), Math.Ceiling(Math.Log10(known.Max())));
        return new(title, Math.Pow(10, low), Math.Pow(10, Math.Max(high, low + 1)), IsLogarithmic: true);
    }

    /// <summary>Where on the axis a number is: 0 at its beginning, 1 at its end.</summary>
    public double Share(double value) => IsLogarithmic
        ? Math.Log10(value / Low) / Math.Log10(High / Low) : (value - Low) / (High - Low);

    /// <summary>Numbers to write beside it.</summary>
    public IEnumerable<(double Value, string Text)> Ticks() => IsLogarithmic ? Powers() : Steps();

    private IEnumerable<(double Value, string Text)> Powers()
    {
        var (low, high) = ((int)Math.Round(Math.Log10(Low)), (int)Math.Round(Math.Log10(High)));
        var step = Math.Max(1, (high - low + MostTicks - 1) / MostTicks);
        for (var power = low; power <= high; power += step)
            yield return (Math.Pow(10, power), Power(power));
    }

    private static string Power(int power) => power is 0 ? "1" : "10" + string.Concat(
        power.ToString(CultureInfo.InvariantCulture).Select(digit => digit == '-' ? '⁻' : "⁰¹²³⁴⁵⁶⁷⁸⁹"[digit - '0']));

    private IEnumerable<(double Value, string Text)> Steps()
    {
        var rough = (High - Low) / MostTicks;
        var power = Math.Pow(10, Math.Floor(Math.Log10(rough)));
        var step = new[] { 1, 2, 5, 10 }.Select(factor => factor * power).First(size => size >= 0.999 * rough);
        if (High - Low >= Fewest) step = Math.Max(1, step);
        for (var k = Math.Ceiling(Low / step); k * step <= High * 1.0001; k++)
            yield return (k * step, (k * step).ToString("G4", CultureInfo.InvariantCulture));
    }
}
