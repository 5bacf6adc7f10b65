using System.Globalization;

namespace CnnVerified.Verification.Fitting;

/// <summary>Numbers that one would write, and how others are shown.</summary>
internal static class PlainNumber
{
    private const int Digits = 7;

    private static readonly double[] All =
    [
        .. Enumerable.Range(1, 10).SelectMany(k => new[] { k, 1.0 / k }),
        0.1, 0.01, 0.001, 10, 100, 1000, 255, 1 / 255.0,
    ];

    /// <summary>A number as a report shows it, with no more digits than are known of it.</summary>
    public static string Text(double c, double within = 0)
    {
        var known = within == 0 ? Digits : (int)Math.Round(Math.Log10(Math.Abs(c) / within)) + 1;
        return c.ToString($"G{Math.Clamp(known, 2, Digits)}", CultureInfo.InvariantCulture).Replace('-', '−');
    }

    /// <summary>The k of which a number is 1/k, where that has no end in decimals; null if it is none.</summary>
    public static int? Fraction(double c) =>
        Enumerable.Range(3, Digits).Append(255).Where(k => k is not (4 or 5 or 8) && c == 1.0 / k).Select(k => (int?)k)
            .FirstOrDefault();

    /// <summary>The number that one would write near a positive one; null if there is none.</summary>
    public static double? Near(double c, double within)
    {
        var nearest = All[0];
        foreach (var plain in All)
            if (Math.Abs(c - plain) < Math.Abs(c - nearest)) nearest = plain;
        return Math.Abs(c - nearest) <= within ? nearest : null;
    }
}
