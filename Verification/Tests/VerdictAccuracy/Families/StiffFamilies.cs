using static CnnVerified.Verification.Tests.VerdictAccuracy.Elementary;
using static CnnVerified.Verification.Tests.VerdictAccuracy.Family;

namespace CnnVerified.Verification.Tests.VerdictAccuracy.Families;

/// <summary>Smooth functions that change within a small part of their argument.</summary>
internal static class StiffFamilies
{
    public static IEnumerable<Family> All =>
    [
        Of("sin(1e4 x), x normal", x => Sin(1e4 * x), x => 1e4 * Cos(1e4 * x), Sampling.Normal),
        Of("sin(1e6 x), x normal", x => Sin(1e6 * x), x => 1e6 * Cos(1e6 * x), Sampling.Normal),
        Of("tanh(1e3 x), |x| < 5e-3", x => Tanh(1e3 * x), x => 1e3 / Power(Cosh(1e3 * x), 2),
            r => r.Uniform(-5e-3, 5e-3)),
        Of("x²⁰, x in 0.1..10", x => Power(x, 20), x => 20 * Power(x, 19), r => r.Uniform(0.1, 10)),
        Of("exp(1000 x), |x| < 0.5", x => Exp(1000 * x), x => 1000 * Exp(1000 * x), r => r.Uniform(-0.5, 0.5)),
        Of("exp(-(1e3 (x - 0.5))²), |x - 0.5| < 3e-3", x => Exp(-Power(1e3 * (x - 0.5), 2)),
            x => -2e6 * (x - 0.5) * Exp(-Power(1e3 * (x - 0.5), 2)), r => 0.5 + r.Uniform(-3e-3, 3e-3)),
        Of("sin(x³), |x| < 30", x => Sin(x * x * x), x => 3 * x * x * Cos(x * x * x), r => r.Uniform(-30, 30)),
        Of("Σ sin(3ᵏ x)/2ᵏ, k < 12, x normal", x => Terms(x, (k, scale) => Sin(scale * x) / Power(2, k)),
            x => Terms(x, (k, scale) => scale * Cos(scale * x) / Power(2, k)), Sampling.Normal),
        Of("sin(1/x), x in 0.005..1", x => Sin(1 / x), x => -Cos(1 / x) / (x * x), r => r.Uniform(0.005, 1)),
        Of("sqrt(x² + 1e-12), |x| in 1e-9..1", x => Sqrt(x * x + 1e-12), x => x / Sqrt(x * x + 1e-12),
            r => r.Sign() * r.LogUniform(-9, 0)),
        Of("1/(1 + exp(-1e5 (x - 0.3))), |x - 0.3| < 1e-4", x => 1 / (1 + Exp(-1e5 * (x - 0.3))), x =>
            1e5 * Exp(-1e5 * Abs(x - 0.3)) / Power(1 + Exp(-1e5 * Abs(x - 0.3)), 2), r => 0.3 + r.Uniform(-1e-4, 1e-4)),
        Of("logistic map 3.9 y (1 - y), 10 times", x => Logistic(x).Y, x => Logistic(x).Slope,
            r => r.Uniform(0.1, 0.9)),
        Of("x² sin(1/x), x in 0.01..1", x => x * x * Sin(1 / x), x => 2 * x * Sin(1 / x) - Cos(1 / x),
            r => r.Uniform(0.01, 1)),
        Of("sin(x) + 1e-3 sin(1e4 x), x normal", x => Sin(x) + 1e-3 * Sin(1e4 * x), x => Cos(x) + 10 * Cos(1e4 * x),
            Sampling.Normal),
    ];

    private static (double Y, double Slope) Logistic(double y)
    {
        var slope = 1.0;
        for (var k = 0; k < 10; k++) (y, slope) = (3.9 * y * (1 - y), slope * 3.9 * (1 - 2 * y));
        return (y, slope);
    }

    private static double Terms(double x, Func<int, double, double> term) =>
        Enumerable.Range(0, 12).Sum(k => term(k, Power(3, k)));
}
