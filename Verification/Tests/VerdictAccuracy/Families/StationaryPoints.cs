using static CnnVerified.Verification.Tests.VerdictAccuracy.Elementary;
using static CnnVerified.Verification.Tests.VerdictAccuracy.Family;

namespace CnnVerified.Verification.Tests.VerdictAccuracy.Families;

/// <summary>
/// Points at which the slope is exactly 0. A wrong gradient there is the error times the function's natural slope,
/// which is of order 1 in all of them.
/// </summary>
internal static class StationaryPoints
{
    public static IEnumerable<Family> All =>
    [
        Of("a x² + 2 at 0", x => x[1] * x[0] * x[0] + 2, _ => [0, 0], With(r => 0)),
        Of("a (x - 3)² at 3", x => x[1] * Power(x[0] - 3, 2), _ => [0, 0], With(r => 3)),
        Of("a (x - 1)⁴ at 1", x => x[1] * Power(x[0] - 1, 4), _ => [0, 0], With(r => 1)),
        Of("a x³ at 0", x => x[1] * x[0] * x[0] * x[0], _ => [0, 0], With(r => 0)),
        Of("a exp(-x²) at 0", x => x[1] * Exp(-x[0] * x[0]), x => [0, 1], With(r => 0)),
        One("cosh(x) at 0", x => (Exp(x) + Exp(-x)) / 2, 0),
        One("x² + 2 at 0", x => x * x + 2, 0),
        One("cos(x) at 0", Cos, 0),
        One("(x - 1)⁴ at 1", x => Power(x - 1, 4), 1),
        One("x² + 1e6 at 0", x => x * x + 1e6, 0),
        One("(x - 1000)² + 1 at 1000", x => (x - 1000) * (x - 1000) + 1, 1000),
        One("x⁴ - 2x² at 1", x => Power(x, 4) - 2 * x * x, 1),
        One("x |x| at 0", x => x * Abs(x), 0),
        One("|x|³ at 0", x => Power(Abs(x), 3), 0),
        One("sqrt(1 + x²) at 0", x => Sqrt(1 + x * x), 0),
        One("1 - cos(x) at 0", x => 1 - Cos(x), 0),
        Of("binary cross-entropy at p = t, n = 3",
            p => p.Select((v, i) => -T(i) * Log(v) - (1 - T(i)) * Log(1 - v)).Sum(),
            _ => new double[3], _ => [T(0), T(1), T(2)]),
        Of("saddle x₀² - x₁² at 0", x => x[0] * x[0] - x[1] * x[1], _ => [0, 0], _ => [0, 0]),
        Of("Rosenbrock at its minimum, n = 4", SmoothArrays.Rosenbrock, _ => new double[4], _ => [1, 1, 1, 1]),
        Of("least squares at an exact fit, n = 3", x => Residuals(x).Sum(r => r * r), _ => new double[3],
            _ => [2, -1, 3]),
        Of("least squares at an exact fit plus x₃²", x => Residuals(x).Sum(r => r * r) + x[3] * x[3],
            x => [0, 0, 0, 2 * x[3]], r => [2, -1, 3, r.Normal()]),
        Of("cross-entropy of equal logits and targets, n = 4", x => Log(x.Sum(Exp)) - x.Sum() / 4, _ => new double[4],
            r => [.. Enumerable.Repeat(r.Normal(), 4)]),
    ];

    private static Family One(string name, Func<double, double> f, double x) =>
        Family.Of(Kind.Stationary, name, f, _ => 0, _ => x);

    private static double T(int i) => 0.25 * (i + 1);

    private static Func<Random, double[]> With(Func<Random, double> x) => r => [x(r), r.Uniform(0.5, 2)];

    private static IEnumerable<double> Residuals(double[] x) =>
        [x[0] + x[1] - 1, x[0] - x[2] + 1, 2 * x[1] + x[2] - 1, x[0] + x[1] + x[2] - 4];
}
