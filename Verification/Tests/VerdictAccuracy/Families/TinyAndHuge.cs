using static CnnVerified.Verification.Tests.VerdictAccuracy.Elementary;
using static CnnVerified.Verification.Tests.VerdictAccuracy.Family;

namespace CnnVerified.Verification.Tests.VerdictAccuracy.Families;

/// <summary>Arguments, values and slopes of sizes from 10⁻³⁰⁰ to 10³⁰⁰.</summary>
internal static class TinyAndHuge
{
    public static IEnumerable<Family> All =>
    [
        Of("x² at 1e100", x => x * x, x => 2 * x, r => r.Sign() * r.LogUniform(99, 101)),
        Of("x² at 1e150", x => x * x, x => 2 * x, r => r.Sign() * r.LogUniform(149, 151)),
        Of("x² at 1e-150", x => x * x, x => 2 * x, r => r.Sign() * r.LogUniform(-149, -147)),
        Of("x² just below the greatest number", x => x * x, x => 2 * x, r => r.Sign() * r.Uniform(1e153, 1.34e154)),
        Of("1e-310 x of subnormal values, x normal", x => 1e-310 * x, _ => 1e-310, Sampling.Normal),
        Of("x/(1 + x) at 1e-300", x => x / (1 + x), x => 1 / ((1 + x) * (1 + x)), r => r.LogUniform(-301, -299)),
        Of("3 x at 1e-300", x => 3 * x, _ => 3, r => r.Sign() * r.LogUniform(-301, -299)),
        Of("1e-300 sin(x), x normal", x => 1e-300 * Sin(x), x => 1e-300 * Cos(x), Sampling.Normal),
        Of("1e150 sin(x), x normal", x => 1e150 * Sin(x), x => 1e150 * Cos(x), Sampling.Normal),
        Of("exp(x), x in -700..-300", Exp, Exp, r => r.Uniform(-700, -300)),
        Of("exp(-400 - x²), x normal", x => Exp(-400 - x * x), x => -2 * x * Exp(-400 - x * x), Sampling.Normal),
        Of("sin(x/1e100) at 1e100", x => Sin(x / 1e100), x => Cos(x / 1e100) / 1e100, r => 1e100 * r.Normal()),
        Of("log(x), x in 1e-300..1e300", Log, x => 1 / x, r => r.LogUniform(-300, 300)),
        Of("x³ at 1e-100", x => x * x * x, x => 3 * x * x, r => r.Sign() * r.LogUniform(-101, -99)),
        Of("sqrt(x), x in 1e-300..1e300", Sqrt, x => 0.5 / Sqrt(x), r => r.LogUniform(-300, 300)),
        Of("x₀ x₁ x₂ of sizes 1e120, 1e-120, 1", x => x[0] * x[1] * x[2], x => [x[1] * x[2], x[0] * x[2], x[0] * x[1]],
            r => [1e120 * r.Normal(), 1e-120 * r.Normal(), r.Normal()]),
        Of("scaled hypotenuse at 1e150, n = 2", x => 1e150 * Sqrt(Power(x[0] / 1e150, 2) + Power(x[1] / 1e150, 2)),
            x => [x[0] / 1e150 / Hypotenuse(x), x[1] / 1e150 / Hypotenuse(x)],
                r => r.Several(2, s => 1e150 * s.Normal())),
    ];

    private static double Hypotenuse(double[] x) => Sqrt(Power(x[0] / 1e150, 2) + Power(x[1] / 1e150, 2));
}
