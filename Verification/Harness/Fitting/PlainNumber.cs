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

    /// <summary>The number that one would write near a positive one; null if there is none.</summary>
    public static double? Near(double c, double within)
    {
        var nearest = All[0];
        foreach (var plain in All)
            if (Math.Abs(c - plain) < Math.Abs(c - nearest)) nearest = plain;
        return Math.Abs(c - nearest) <= within ? nearest : null;
    }
}
