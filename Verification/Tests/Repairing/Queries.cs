namespace CnnVerified.Verification.Tests.Repairing;

/// <summary>Functions, and gradients as queries of which a lambda is wrong: what belongs there stands behind.</summary>
internal static class Queries
{
    private static readonly double[,] W = { { 0.4, -0.3, 0.8 }, { -0.6, 0.9, 0.2 }, { 0.5, 0.7, -1.1 } };

    private static IEnumerable<int> Places => Enumerable.Range(0, 3);

    /// <summary>Σ max(0, x)².</summary>
    public static double Positive(double[] x) => x.Sum(one => one > 0 ? one * one : 0);

    public static double[] OtherSide(double[] x) =>
        [.. x.Select(one => one < 0 ? 2 * one : 0)];                                // > 0

    /// <summary>Σ (Σ Wᵢⱼ·xⱼ)².</summary>
    public static double Squares(double[] x) => Times(x).Sum(one => one * one);

    public static double[] NotTransposed(double[] x)
    {
        var r = Times(x);
        return [.. Places.Select(j => Places.Sum(i => 2 * r[i] * W[j, i]))];        // W[i, j]
    }

    public static double[] OtherSideInAMethod(double[] x) => [.. x.Select(Slope)];

    private static double Slope(double x) => x < 0 ? 2 * x : 0;                     // > 0

    private static double[] Times(double[] x) => [.. Places.Select(i => Places.Sum(j => W[i, j] * x[j]))];
}
