using static CnnVerified.Verification.Tests.VerdictAccuracy.Elementary;
using static CnnVerified.Verification.Tests.VerdictAccuracy.Family;

namespace CnnVerified.Verification.Tests.VerdictAccuracy.Families;

/// <summary>Points beside a pole.</summary>
internal static class Poles
{
    public static IEnumerable<Family> All =>
    [
        Of("1/x, |x| in 1e-9..1e-3", x => 1 / x, x => -1 / x / x, r => r.Sign() * r.LogUniform(-9, -3)),
        Of("1/x at -1e-6 give or take a tenth", x => 1 / x, x => -1 / x / x, r => -1e-6 * r.Uniform(0.9, 1.1)),
        Of("tan(x), π/2 - x in ±1e-8..0.1", Tan, x => 1 / (Cos(x) * Cos(x)),
            r => PI / 2 - r.Sign() * r.LogUniform(-8, -1)),
        Of("1/(x - 1)², |x - 1| in 1e-6..1", x => 1 / ((x - 1) * (x - 1)), x => -2 / Power(x - 1, 3),
            r => 1 + r.Sign() * r.LogUniform(-6, 0)),
        Of("log|x|, |x| in 1e-9..1", x => Log(Abs(x)), x => 1 / x, r => r.Sign() * r.LogUniform(-9, 0)),
        Of("1/sin(x), |x| in 1e-6..1", x => 1 / Sin(x), x => -Cos(x) / (Sin(x) * Sin(x)),
            r => r.Sign() * r.LogUniform(-6, 0)),
        Of("1/(x² - 2), |x - √2| in 1e-6..0.1", x => 1 / (x * x - 2),
            x => -2 * x / Power(Math.FusedMultiplyAdd(x, x, -2), 2),
            r => 1.4142135623730951 + r.Sign() * r.LogUniform(-6, -1)),
        Of("1/(x (1 - x)), x or 1 - x in 1e-6..0.1", x => 1 / (x * (1 - x)), x => (2 * x - 1) / Power(x * (1 - x), 2),
            r => r.Next(2) == 0 ? r.LogUniform(-6, -1) : 1 - r.LogUniform(-6, -1)),
    ];
}
