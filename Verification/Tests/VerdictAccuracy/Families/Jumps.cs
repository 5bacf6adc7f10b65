using static CnnVerified.Verification.Tests.VerdictAccuracy.Elementary;
using static CnnVerified.Verification.Tests.VerdictAccuracy.Family;

namespace CnnVerified.Verification.Tests.VerdictAccuracy.Families;

/// <summary>Functions that jump: near the jump, at it, and far from it.</summary>
internal static class Jumps
{
    public static IEnumerable<Family> All =>
    [
        Of("sin(x) + (x > 1 ? 1 : 0), |x - 1| in 1e-9..1", x => Sin(x) + (x > 1 ? 1 : 0), Cos, r => 1 + Distance(r)),
        Of("x - floor(x), distance 1e-9..0.1 from an integer", x => x - Math.Floor(x), _ => 1,
            r => r.Next(-3, 4) + r.Sign() * r.LogUniform(-9, -1)),
        Of("x round(x), distance 1e-9..0.1 from a half", x => x * Math.Round(x), Math.Round,
            r => r.Next(-3, 4) + 0.5 + r.Sign() * r.LogUniform(-9, -1)),
        Of("x² + 1e-4 (x > 1 ? 1 : 0), |x - 1| in 1e-9..1", x => x * x + (x > 1 ? 1e-4 : 0), x => 2 * x,
            r => 1 + Distance(r)),
        Of("3 x + 1/2 wrapped into 0..1, distance 1e-9..0.1", x => 3 * x + 0.5 - Math.Floor(3 * x + 0.5), _ => 3,
            r => (r.Next(-3, 4) - 0.5 + r.Sign() * r.LogUniform(-9, -1)) / 3),
        Of("x² + 1e-9 (x > 1 ? 1 : 0), |x - 1| in 1e-9..1", x => x * x + (x > 1 ? 1e-9 : 0), x => 2 * x,
            r => 1 + Distance(r)),
        // There is no derivative at the jump: the slope of the smooth part stands for one.
        Of("sin(x) a + (x > 1 ? 1 : 0) at 1", x => x[1] * Sin(x[0]) + (x[0] > 1 ? 1 : 0),
            x => [x[1] * Cos(x[0]), Sin(x[0])], r => [1, r.Uniform(1, 2)]),
        Of("x > 0 ? a : 0 at 0", x => x[0] > 0 ? x[1] : 0, _ => [0, 0], r => [0, r.Uniform(1, 2)]),
    ];

    private static double Distance(Random random) => random.Sign() * random.LogUniform(-9, 0);
}
