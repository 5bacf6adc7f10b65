using static CnnVerified.Verification.Tests.VerdictAccuracy.Elementary;
using static CnnVerified.Verification.Tests.VerdictAccuracy.Family;

namespace CnnVerified.Verification.Tests.VerdictAccuracy.Families;

/// <summary>Kinks of functions of several numbers, some of which are near one.</summary>
internal static class KinkyArrays
{
    public static IEnumerable<Family> All =>
    [
        Of("Σ max(xᵢ, 0), |xᵢ| in 1e-8..1, n = 4", x => x.Sum(entry => Max(entry, 0)),
            x => [.. x.Select(entry => entry > 0 ? 1.0 : 0)], r => r.Several(4, Entry)),
        Of("Σ |xᵢ|, |xᵢ| in 1e-8..1, n = 6", x => x.Sum(Abs), x => [.. x.Select(entry => (double)Math.Sign(entry))],
            r => r.Several(6, Entry)),
        Of("max(0, 1 - x·w), n = 4", x => Max(0, 1 - (x[0] * x[2] + x[1] * x[3])),
            x => x[0] * x[2] + x[1] * x[3] < 1 ? [-x[2], -x[3], -x[0], -x[1]] : new double[4], NearMargin),
        Of("maximum of 5 entries, 1e-8..1 apart", x => x.Max(), x => [.. x.Select(entry => entry == x.Max() ? 1.0 : 0)],
            r => r.Several(5, s => 3 + Entry(s))),
        Of("median of 5 entries, 1e-8..1 apart", x => x.Order().ElementAt(2),
            x => [.. x.Select(entry => entry == x.Order().ElementAt(2) ? 1.0 : 0)],
                r => r.Several(5, s => 3 + Entry(s))),
    ];

    private static double Entry(Random random) => random.Sign() * random.LogUniform(-8, 0);

    private static double[] NearMargin(Random random)
    {
        double[] x = [random.Normal(), 0, random.Normal(), 0.5 + random.NextDouble()];
        x[1] = (1 + Entry(random) - x[0] * x[2]) / x[3];
        return x;
    }
}
