namespace CnnVerified.Verification.Tests.Repairing;

/// <summary>
/// How much a curve through some heights bends, smoothed: Σ s²/2, s = A·bend, bendᵢ = xᵢ₊₂ − 2·xᵢ₊₁ + xᵢ.
/// </summary>
internal static class Bends
{
    private static readonly double[,] A = { { 0.7, 0.2, 0.1 }, { 0.3, 0.5, 0.1 }, { 0.1, 0.3, 0.8 } };

    public static double Value(double[] x) => Smoothed(Bend(x), false).Sum(s => s * s / 2);

    public static double[] Gradient(string bug, double[] x)
    {
        var ds = Smoothed(Bend(x), false);
        var dbend = bug == "not smoothed back" ? ds : Smoothed(ds, true);
        var dx = new double[x.Length];
        for (var i = 0; i < dbend.Length; i++)
        {
            dx[i] += dbend[i];
            dx[i + 1] -= 2 * dbend[i];
            dx[bug == "place before" ? Math.Max(i - 1, 0) : Last(i)] += dbend[i];
        }
        return dx;
    }

    /// <summary>A delegate, so that what is right is no expression that could be moved.</summary>
    private static readonly Func<int, int> Last = first => first + 2;

    private static double[] Bend(double[] x) =>
        [.. Enumerable.Range(0, x.Length - 2).Select(i => x[Last(i)] - 2 * x[i + 1] + x[i])];

    private static double[] Smoothed(double[] v, bool isTransposed)
    {
        var s = new double[v.Length];
        for (var i = 0; i < v.Length; i++)
            for (var j = 0; j < v.Length; j++) s[i] += (isTransposed ? A[j, i] : A[i, j]) * v[j];
        return s;
    }
}
