using static CnnVerified.Verification.Tests.VerdictAccuracy.Elementary;
using static CnnVerified.Verification.Tests.VerdictAccuracy.Family;

namespace CnnVerified.Verification.Tests.VerdictAccuracy.Families;

/// <summary>Points beside a kink of a function of one number, from 10⁻¹² of its size on.</summary>
internal static class NearKinks
{
    public static IEnumerable<Family> All =>
    [
        Of("|x - 1|, distance 1e-12..1", x => Abs(x - 1), x => Math.Sign(x - 1), r => 1 + Distance(r)),
        Of("max(x, 0), |x| in 1e-12..1", x => Max(x, 0), x => x > 0 ? 1 : 0, Distance),
        Of("leaky max(x, x/100), |x| in 1e-12..1", x => Max(x, 0.01 * x), x => x > 0 ? 1 : 0.01, Distance),
        Of("max(x², x + 2), |x - 2| in 1e-12..1", x => Max(x * x, x + 2), x => x > 2 ? 2 * x : 1, r => 2 + Distance(r)),
        Of("Huber, ||x| - 1| in 1e-12..1", x => Abs(x) < 1 ? x * x / 2 : Abs(x) - 0.5,
            x => Abs(x) < 1 ? x : Math.Sign(x), r => r.Sign() * (1 + Distance(r))),
        Of("|x|, |x| near 1e150", Abs, x => Math.Sign(x), r => r.Sign() * r.LogUniform(149, 151)),
        Of("|x|, |x| near 1e-150", Abs, x => Math.Sign(x), r => r.Sign() * r.LogUniform(-151, -149)),
        Of("|x - 1e150|, relative distance 1e-12..1", x => Abs(x - 1e150), x => Math.Sign(x - 1e150),
            r => 1e150 * (1 + Distance(r))),
        Of("|x - 1e-150|, relative distance 1e-12..1", x => Abs(x - 1e-150), x => Math.Sign(x - 1e-150),
            r => 1e-150 * (1 + Distance(r))),
        Of("ELU, |x| in 1e-12..1", x => x > 0 ? x : Exp(x) - 1, x => x > 0 ? 1 : Exp(x), Distance)
            with { Kind = Kind.Cancelling },
        Of("|sin(x)|, x near π", x => Abs(Sin(x)), x => Math.Sign(Sin(x)) * Cos(x), r => PI + Distance(r)),
        Of("exp(|x - 3|) + 2x, distance 1e-12..1", x => Exp(Abs(x - 3)) + 2 * x,
            x => Math.Sign(x - 3) * Exp(Abs(x - 3)) + 2, r => 3 + Distance(r)),
        Of("table with straight lines between nodes at k/8", Interpolated, InterpolatedSlope,
            r => r.Next(1, 7) / 8.0 + r.Sign() * r.LogUniform(-9, -1)),
        Of("triangle wave of period 1e-3, |x| < 1", x => 1e-3 * Abs(1e3 * x - Math.Round(1e3 * x)),
            x => Math.Sign(1e3 * x - Math.Round(1e3 * x)), r => r.Uniform(-1, 1)),
        Of("max(0, x)³ + |x|, |x| in 1e-12..1", x => Power(Max(0, x), 3) + Abs(x),
            x => Math.Sign(x) + 3 * Power(Max(0, x), 2), Distance),
        Of("two kinks, |x - 1| + |x - 1 - 1e-6|, distance 1e-9..1", x => Abs(x - 1) + Abs(x - 1 - 1e-6),
            x => Math.Sign(x - 1) + Math.Sign(x - 1 - 1e-6), r => 1 + r.Sign() * r.LogUniform(-9, 0)),
        Of("soft threshold, ||x| - 1| in 1e-12..1", x => Max(x - 1, 0) - Max(-x - 1, 0), x => Abs(x) > 1 ? 1 : 0,
            r => r.Sign() * (1 + Distance(r))),
    ];

    private static double Distance(Random random) => random.Sign() * random.LogUniform(-12, 0);

    private static double Interpolated(double x)
    {
        var left = Math.Floor(8 * x) / 8;
        return Node(left) + InterpolatedSlope(x) * (x - left);
    }

    private static double InterpolatedSlope(double x)
    {
        var left = Math.Floor(8 * x) / 8;
        return (Node(left + 0.125) - Node(left)) * 8;
    }

    private static double Node(double x) => x * x * (3 - x);
}
