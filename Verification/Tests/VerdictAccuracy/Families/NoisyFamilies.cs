using static CnnVerified.Verification.Tests.VerdictAccuracy.Elementary;
using static CnnVerified.Verification.Tests.VerdictAccuracy.Family;

namespace CnnVerified.Verification.Tests.VerdictAccuracy.Families;

/// <summary>Deterministic functions with noise: the same at the same point, unrelated at the next.</summary>
internal static class NoisyFamilies
{
    public static IEnumerable<Family> All =>
    [
        Of("sin(x) + 1e-3 noise", x => Sin(x) + 1e-3 * Noise(x), Cos),
        Of("sin(x) + 1e-6 noise", x => Sin(x) + 1e-6 * Noise(x), Cos),
        Of("sin(x) + 1e-10 noise", x => Sin(x) + 1e-10 * Noise(x), Cos),
        Of("x² + 1e-13 noise", x => x * x + 1e-13 * Noise(x), x => 2 * x),
        Of("exp(x) (1 + 1e-8 noise)", x => Exp(x) * (1 + 1e-8 * Noise(x)), Exp),
        Of("x + 1 with 1e-4 noise", x => x + 1 + 1e-4 * Noise(x), _ => 1),
        new(Kind.Noisy, "Σ xᵢ² + 1e-8 noise, n = 4", x => x.Sum(v => v * v) + 1e-8 * Noise(x.Sum()),
            x => [.. x.Select(v => 2 * v)], r => r.Several(4, Sampling.Normal)),
    ];

    // Between −½ and ½ by the bits of x, mixed as SplitMix64 does (Steele, Lea, Flood, OOPSLA 2014).
    private static double Noise(double x)
    {
        var bits = (ulong)BitConverter.DoubleToInt64Bits(x) + 0x9E3779B97F4A7C15;
        bits = (bits ^ bits >> 30) * 0xBF58476D1CE4E5B9;
        bits = (bits ^ bits >> 27) * 0x94D049BB133111EB;
        return ((bits ^ bits >> 31) >> 11) * (1.0 / (1L << 53)) - 0.5;
    }
}
