using static CnnVerified.Verification.Tests.VerdictAccuracy.Elementary;
using static CnnVerified.Verification.Tests.VerdictAccuracy.Family;

namespace CnnVerified.Verification.Tests.VerdictAccuracy.Families;

/// <summary>Points beside the edge of a function's domain, from 10⁻¹² on, and at the edge itself.</summary>
internal static class DomainEdges
{
    public static IEnumerable<Family> All =>
    [
        Of("asin(x), 1 - |x| in 1e-12..0.1", Asin, x => 1 / Sqrt((1 - x) * (1 + x)), r => r.Sign() * BelowOne(r)),
        Of("acos(x), 1 - |x| in 1e-12..0.1", Acos, x => -1 / Sqrt((1 - x) * (1 + x)), r => r.Sign() * BelowOne(r)),
        Of("atanh(x), 1 - |x| in 1e-12..0.1", Atanh, x => 1 / ((1 - x) * (1 + x)), r => r.Sign() * BelowOne(r)),
        Of("log(1 - x), 1 - x in 1e-12..0.1", x => Log(1 - x), x => -1 / (1 - x), BelowOne),
        Of("sqrt(x), x in 1e-12..1", Sqrt, x => 0.5 / Sqrt(x), r => r.LogUniform(-12, 0)),
        Of("x log(x), x in 1e-12..1", x => x * Log(x), x => Log(x) + 1, r => r.LogUniform(-12, 0)),
        Of("acosh(x), x - 1 in 1e-12..1", Acosh, x => 1 / Sqrt((x - 1) * (x + 1)), r => 1 + r.LogUniform(-12, 0)),
        Of("sqrt(x) that throws below 0, x in 1e-9..1", x => x < 0 ? throw Outside(x) : Sqrt(x), x => 0.5 / Sqrt(x),
            r => r.LogUniform(-9, 0)),
        Of("-log(p) that throws outside 0..1, p in 1e-9..1", p => p is <= 0 or > 1 ? throw Outside(p) : -Log(p),
            p => -1 / p, r => r.LogUniform(-9, 0)),
        Of("sqrt(1 - x²), 1 - |x| in 1e-10..0.1", x => Sqrt((1 - x) * (1 + x)), x => -x / Sqrt((1 - x) * (1 + x)),
            r => r.Sign() * (1 - r.LogUniform(-10, -1))),
        Of("log(p/(1 - p)), 1 - p in 1e-10..0.1", p => Log(p / (1 - p)), p => 1 / p / (1 - p),
            r => 1 - r.LogUniform(-10, -1)),
        Of("-p log(p) - (1 - p) log(1 - p), p in 1e-9..1e-1", p => -p * Log(p) - (1 - p) * Log(1 - p),
            p => Log(1 - p) - Log(p), r => r.LogUniform(-9, -1)),
        Of("-log(1 - x²), infinite outside, 1 - |x| in 1e-10..0.1", x => Abs(x) < 1 ? -Log((1 - x) * (1 + x))
            : double.PositiveInfinity, x => 2 * x / ((1 - x) * (1 + x)), r => r.Sign() * (1 - r.LogUniform(-10, -1))),
        Of("cube root of x, x in 1e-12..1", x => Math.Sign(x) * Exp(Log(Abs(x)) / 3),
            x => Exp(-2 * Log(Abs(x)) / 3) / 3,
            r => r.LogUniform(-12, 0)),
        Of("cross-entropy -Σ tᵢ log(pᵢ), pᵢ in 1e-9..1, n = 5", p => -p.Select((v, i) => (i + 1) * Log(v)).Sum(),
            p => [.. p.Select((v, i) => -(i + 1) / v)], r => r.Several(5, s => s.LogUniform(-9, 0))),
        Of("sqrt(x₀ - x₁), difference in 1e-9..1", x => Sqrt(x[0] - x[1]), x =>
            [0.5 / Sqrt(x[0] - x[1]), -0.5 / Sqrt(x[0] - x[1])], r => [1 + r.LogUniform(-9, 0), 1]),
        Of("x + x^1.5 exactly at the edge 0, times 1..2",
            x => x[0] < 0 ? double.NaN : x[1] * (x[0] + x[0] * Sqrt(x[0])),
            x => [x[1], 0], r => [0, r.Uniform(1, 2)]),
        Of("acos(x₀) - 2 x₁ sqrt(1 - x₀), 1 - x₀ in 1e-10..0.1", x => Acos(x[0]) - 2 * x[1] * Sqrt(1 - x[0]),
            x => [-1 / Sqrt((1 - x[0]) * (1 + x[0])) + x[1] / Sqrt(1 - x[0]), -2 * Sqrt(1 - x[0])],
            r => [1 - r.LogUniform(-10, -1), r.Uniform(1, 2)]),
        Of("log det of [[x₀, x₂], [x₂, x₁]] near singular", x => Log(x[0] * x[1] - x[2] * x[2]),
            x => [x[1] / Det(x), x[0] / Det(x), -2 * x[2] / Det(x)], r => [1, 1 + r.LogUniform(-5, -1), 1]),
    ];

    private static double BelowOne(Random random) => 1 - random.LogUniform(-12, -1);

    private static double Det(double[] x) => x[0] * x[1] - x[2] * x[2];

    private static ArgumentException Outside(double x) => new($"{x} is outside of the domain");
}
