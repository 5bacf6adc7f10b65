using static CnnVerified.Verification.Tests.VerdictAccuracy.Elementary;
using static CnnVerified.Verification.Tests.VerdictAccuracy.Family;

namespace CnnVerified.Verification.Tests.VerdictAccuracy.Families;

/// <summary>Smooth functions of one number.</summary>
internal static class SmoothFamilies
{
    public static IEnumerable<Family> All =>
    [
        Of("exp(x), |x| < 50", Exp, Exp, r => r.Uniform(-50, 50)),
        Of("exp(x), |x| < 700", Exp, Exp, r => r.Uniform(-700, 700)),
        Of("sin(x), |x| < 1e3", Sin, Cos, r => r.Uniform(-1e3, 1e3)),
        Of("sin(x), |x| < 1e5", Sin, Cos, r => r.Uniform(-1e5, 1e5)),
        Of("sin(x), |x| < 1e7", Sin, Cos, r => r.Uniform(-1e7, 1e7)),
        Of("log(x), x in 1e-12..1e12", Log, x => 1 / x, r => r.LogUniform(-12, 12)),
        Of("1/x, |x| in 1e-6..1e6", x => 1 / x, x => -1 / x / x, r => r.Sign() * r.LogUniform(-6, 6)),
        Of("x², x normal", x => x * x, x => 2 * x, Sampling.Normal),
        Of("x³ - 4x, x normal", x => x * x * x - 4 * x, x => 3 * x * x - 4, Sampling.Normal),
        Of("x²⁰ - x, x normal", x => Power(x, 20) - x, x => 20 * Power(x, 19) - 1, Sampling.Normal),
        Of("1/(1 + 25x²), x normal", x => 1 / (1 + 25 * x * x), x => -50 * x / Power(1 + 25 * x * x, 2),
            Sampling.Normal),
        Of("exp(-x²/2), |x| < 8", x => Exp(-x * x / 2), x => -x * Exp(-x * x / 2), r => r.Uniform(-8, 8)),
        Of("softplus max(x, 0) + log(1 + exp(-|x|)), |x| < 15", x => Max(x, 0) + Log(1 + Exp(-Abs(x))),
            x => 1 / (1 + Exp(-x)), r => r.Uniform(-15, 15)),
        Of("erf by its series, |x| < 2", Erf, x => 2 / Sqrt(PI) * Exp(-x * x), r => r.Uniform(-2, 2)),
        Of("Bessel's J0 by its series, |x| < 3", J0, x => -J1(x), r => r.Uniform(-3, 3)),
        Of("sin(x)/x, x in 0.1..20", x => Sin(x) / x, x => (x * Cos(x) - Sin(x)) / (x * x), r => r.Uniform(0.1, 20)),
        Of("x^x, x in 0.1..10", x => Exp(x * Log(x)), x => Exp(x * Log(x)) * (Log(x) + 1), r => r.Uniform(0.1, 10)),
        Of("sin(exp(x)), x in -3..5", x => Sin(Exp(x)), x => Exp(x) * Cos(Exp(x)), r => r.Uniform(-3, 5)),
        Of("atan(x), |x| in 1e-3..1e3", Atan, x => 1 / (1 + x * x), r => r.Sign() * r.LogUniform(-3, 3)),
        Of("x sigmoid(x), |x| < 10", x => x / (1 + Exp(-x)),
            x => (1 + Exp(-x) + x * Exp(-x)) / Power(1 + Exp(-x), 2), r => r.Uniform(-10, 10)),
        Of("Chebyshev's T₁₂, |x| < 1", x => Chebyshev(x).T, x => Chebyshev(x).Slope, r => r.Uniform(-1, 1)),
        Of("log Γ(x) by Stirling, x in 10..1e4", x => (x - 0.5) * Log(x) - x + 1 / (12 * x) - 1 / (360 * x * x * x),
            x => Log(x) - 0.5 / x - 1 / (12 * x * x) + 1 / (120 * Power(x, 4)), r => r.LogUniform(1, 4)),
        Of("GELU by tanh, |x| < 3", x => 0.5 * x * (1 + Tanh(Inner(x))), GeluSlope, r => r.Uniform(-3, 3)),
        Of("cube root of 1 + x², |x| < 1e3", x => Exp(Log(1 + x * x) / 3),
            x => 2 * x / 3 * Exp(-2 * Log(1 + x * x) / 3), r => r.Uniform(-1e3, 1e3)),
    ];

    private static double Erf(double x)
    {
        var (term, sum) = (x, x);
        for (var n = 1; n < 60; n++)
        {
            term *= -x * x / n;
            sum += term / (2 * n + 1);
        }
        return 2 / Sqrt(PI) * sum;
    }

    private static double J0(double x)
    {
        var (term, sum) = (1.0, 1.0);
        for (var k = 1; k < 30; k++) sum += term *= -x * x / (4.0 * k * k);
        return sum;
    }

    private static double J1(double x)
    {
        var (term, sum) = (x / 2, x / 2);
        for (var k = 1; k < 30; k++) sum += term *= -x * x / (4.0 * k * (k + 1));
        return sum;
    }

    private static (double T, double Slope) Chebyshev(double x)
    {
        var (t, before, slope, slopeBefore) = (x, 1.0, 1.0, 0.0);
        for (var k = 1; k < 12; k++)
        {
            (slope, slopeBefore) = (2 * t + 2 * x * slope - slopeBefore, slope);
            (t, before) = (2 * x * t - before, t);
        }
        return (t, slope);
    }

    private static double Inner(double x) => 0.7978845608028654 * (x + 0.044715 * x * x * x);

    private static double GeluSlope(double x)
    {
        var cosh = Cosh(Inner(x));
        return 0.5 * (1 + Tanh(Inner(x)))
            + 0.5 * x / (cosh * cosh) * 0.7978845608028654 * (1 + 3 * 0.044715 * x * x);
    }
}
