namespace CnnVerified.Verification.Numerics;

/// <summary>√(Σx²/n): the typical size of numbers.</summary>
internal static class RootMeanSquare
{
    /// <summary>
    /// Of the finite ones among some numbers; 0 if there are none. Squares neither overflow nor vanish.
    /// </summary>
    public static double Of(ReadOnlySpan<double> values)
    {
        var (largest, count) = (0.0, 0);
        foreach (var x in values)
        {
            if (!double.IsFinite(x)) continue;
            largest = Math.Max(largest, Math.Abs(x));
            count++;
        }
        if (largest == 0) return 0;
        var exponent = Math.ILogB(largest);
        var (squares, scale) = (0.0, Math.ScaleB(1, -Math.Max(exponent, -1022)));
        foreach (var x in values)
            if (double.IsFinite(x)) squares += x * scale * (x * scale);
        return Math.Sqrt(squares / count) / scale;
    }
}
