using static CnnVerified.Verification.Tests.VerdictAccuracy.Elementary;
using static CnnVerified.Verification.Tests.VerdictAccuracy.Family;

namespace CnnVerified.Verification.Tests.VerdictAccuracy.Families;

/// <summary>Functions that lose digits to cancellation; their gradients here do not.</summary>
internal static class CancellingFamilies
{
    public static IEnumerable<Family> All =>
    [
        Of("x² + 1e6, x normal", x => x * x + 1e6, x => 2 * x, Sampling.Normal),
        Of("(1 - cos(x))/x², x in 1e-4..1", x => (1 - Cos(x)) / (x * x), VersineSlope, r => r.LogUniform(-4, 0)),
        Of("log(1 + x), x in 1e-10..1e-2", x => Log(1 + x), x => 1 / (1 + x), r => r.LogUniform(-10, -2)),
        Of("(1e8 + sin(x)) - 1e8, x normal", x => 1e8 + Sin(x) - 1e8, Cos, Sampling.Normal),
        Of("(exp(x) - 1)/x, |x| in 1e-6..1", x => (Exp(x) - 1) / x, ExponentialQuotientSlope,
            r => r.Sign() * r.LogUniform(-6, 0)),
        Of("(x - 1)⁷ expanded, |x - 1| in 0.1..1", Expanded, x => 7 * Power(x - 1, 6),
            r => 1 + r.Sign() * r.LogUniform(-1, 0)),
        Of("sqrt(x² + 1) - x, x in 1..1e4", x => Sqrt(x * x + 1) - x,
            x => -1 / (Sqrt(x * x + 1) * (x + Sqrt(x * x + 1))), r => r.LogUniform(0, 4)),
        Of("sin(x + 1e-3) - sin(x), |x| < 1e3", x => Sin(x + 1e-3) - Sin(x),
            x => -2 * Sin(x + 5e-4) * Sin(5e-4), r => r.Uniform(-1e3, 1e3)),
        Of("x² + 2, x in 1e-7..1e-3", x => x * x + 2, x => 2 * x, r => r.LogUniform(-7, -3)),
        Of("(1 + x)¹⁰ - 1, x in 1e-8..1e-2", x => Power(1 + x, 10) - 1, x => 10 * Power(1 + x, 9),
            r => r.LogUniform(-8, -2)),
        Of("E[x²] - E[x]², mean 1e3, n = 6", x => x.Average(v => v * v) - x.Average() * x.Average(),
            x => [.. x.Select(v => 2 * (v - 1e3 - x.Average(w => w - 1e3)) / 6)],
                r => r.Several(6, s => 1e3 + s.Normal())),
        Of("larger root by b² - 4ac, n = 3",
            x => (-x[1] + Sqrt(x[1] * x[1] - 4 * x[0] * x[2])) / (2 * x[0]), RootGradient,
            r => [r.Uniform(1, 2), r.LogUniform(1, 3), r.Uniform(1, 2)]),
        Of("Σ ±1e6 xᵢ that nearly cancel, n = 4", x => 1e6 * (x[0] - x[1]) + 1e6 * (x[2] - x[3]) + Sin(x[0]),
            x => [1e6 + Cos(x[0]), -1e6, 1e6, -1e6], r => r.Several(4, s => 1 + 1e-6 * s.Normal())),
    ];

    // (1 − cos x)/x² = Σ (−1)ᵏ x²ᵏ/(2k + 2)!
    private static double VersineSlope(double x)
    {
        var (term, sum) = (0.5, 0.0);
        for (var k = 1; k < 12; k++)
        {
            term *= -x * x / ((2 * k + 1) * (2 * k + 2));
            sum += 2 * k * term / x;
        }
        return sum;
    }

    // (exp x − 1)/x = Σ xᵏ/(k + 1)!
    private static double ExponentialQuotientSlope(double x)
    {
        var (term, sum) = (1.0, 0.0);
        for (var k = 1; k < 25; k++)
        {
            term /= k + 1;
            sum += k * Power(x, k - 1) * term;
        }
        return sum;
    }

    private static double Expanded(double x) =>
        ((((((x - 7) * x + 21) * x - 35) * x + 35) * x - 21) * x + 7) * x - 1;

    // With the root y: a y² + b y + c = 0, so dy = −(y² da + y db + dc)/(2 a y + b); y without cancellation.
    private static double[] RootGradient(double[] x)
    {
        var root = Sqrt(x[1] * x[1] - 4 * x[0] * x[2]);
        var y = -2 * x[2] / (x[1] + root);
        return [-y * y / root, -y / root, -1 / root];
    }
}
