namespace CnnVerified.Verification.Benchmarks;

/// <summary>A logarithmic axis that just holds some values.</summary>
/// <param name="values">The values, greater than 0.</param>
/// <param name="from">Where in the picture the least of them is.</param>
/// <param name="to">Where the greatest is.</param>
internal sealed class LogAxis(IReadOnlyCollection<double> values, double from, double to)
{
    private const double WideDecades = 2.2, Margin = 1.3;

    private readonly double low = values.Min() / Margin, high = values.Max() * Margin;

    private double Decades => Math.Log10(high / low);

    /// <summary>Where a value is in the picture.</summary>
    public double At(double value) => from + (to - from) * Math.Log(value / low) / Math.Log(high / low);

    /// <summary>Powers of ten; where there are few of them, 2 and 5 times them as well.</summary>
    public IEnumerable<double> Ticks() =>
        from exponent in Enumerable.Range((int)Math.Floor(Math.Log10(low)), (int)Math.Ceiling(Decades) + 1)
        from digit in Decades > WideDecades ? new[] { 1 } : [1, 2, 5]
        let value = digit * Math.Pow(10, exponent)
        where value >= low && value <= high
        select value;

    /// <summary>A short text for a tick: 0.5, 20, 300 k, 10 M.</summary>
    public static string Text(double tick) => tick switch
    {
        >= 1e6 => string.Create(CultureInfo.InvariantCulture, $"{tick / 1e6:G3} M"),
        >= 1e3 => string.Create(CultureInfo.InvariantCulture, $"{tick / 1e3:G3} k"),
        _ => tick.ToString("G3", CultureInfo.InvariantCulture),
    };
}
