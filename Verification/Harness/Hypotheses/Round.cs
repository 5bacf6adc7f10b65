namespace CnnVerified.Verification.Hypotheses;

/// <summary>The number that somebody would write as a threshold.</summary>
internal static class Round
{
    private static readonly double[] Steps = [1, 0.5, 0.25, 0.1, 0.05, 0.01, 0.001];

    /// <summary>
    /// The roundest number between two, of several that nearest to 0; null if the first is not the smaller one.
    /// </summary>
    public static double? Between(double low, double high)
    {
        if (!(low < high)) return null;
        foreach (var step in Steps)
        {
            var (first, last) = (Math.Floor(low / step) + 1, Math.Ceiling(high / step) - 1);
            if (first <= last) return step * Math.Clamp(0, first, last);
        }
        return (low + high) / 2;
    }
}
