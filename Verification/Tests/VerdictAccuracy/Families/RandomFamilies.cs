using static CnnVerified.Verification.Tests.VerdictAccuracy.Elementary;

namespace CnnVerified.Verification.Tests.VerdictAccuracy.Families;

/// <summary>Functions that are not the same when called again.</summary>
internal static class RandomFamilies
{
    private const string Dice = "what is not the same twice proves nothing; a rule that passes it calls f too rarely.";

    public static IEnumerable<Family> All =>
    [
        Of("sin(x) + 1e-3 random", dice => x => Sin(x[0]) + 1e-3 * dice(), x => [Cos(x[0])], 1),
        Of("sin(x) + 1e-6 random", dice => x => Sin(x[0]) + 1e-6 * dice(), x => [Cos(x[0])], 1),
        Of("sin(x) + 1e-12 random", dice => x => Sin(x[0]) + 1e-12 * dice(), x => [Cos(x[0])], 1),
        Of("Σ xᵢ + random, n = 3", dice => x => x.Sum() + dice(), _ => [1, 1, 1], 3),
        Of("dropout: half of Σ xᵢ² at random, n = 4", dice => x => x.Sum(v => dice() < 0 ? 0 : 2 * v * v),
            x => [.. x.Select(v => 2 * v)], 4),
        Of("x² and in half of all calls 1 more", dice => x => x[0] * x[0] + (dice() > 0 ? 1 : 0), x => [2 * x[0]], 1),
        Of("x² in float + 1e-5 random", dice => x => (float)(x[0] * x[0] + 1e-5 * dice()), x => [2 * x[0]], 1),
        Of("sin(x), in the first call 1e-3 more", _ => First(), x => [Cos(x[0])], 1),
        Of("sin(x), in every other call 1e-7 more", _ => Alternating(), x => [Cos(x[0])], 1),
        Of("x³ that drifts by 1e-9 a call", _ => Drifting(), x => [3 * x[0] * x[0]], 1),
    ];

    private static Family Of(
        string name, Func<Func<double>, Func<double[], double>> make, Func<double[], double[]> gradient, int n) =>
        new(Kind.Random, name, _ => double.NaN, gradient, random => random.Several(n, Sampling.Normal))
        {
            Make = random => make(() => Throw(random)),
            Undecidable = Dice,
        };

    // The checker may call from several threads.
    private static double Throw(Random random)
    {
        lock (random) return random.NextDouble() - 0.5;
    }

    private static Func<double[], double> First()
    {
        var calls = 0;
        return x => Sin(x[0]) + (Interlocked.Increment(ref calls) == 1 ? 1e-3 : 0);
    }

    private static Func<double[], double> Alternating()
    {
        var calls = 0;
        return x => Sin(x[0]) + 1e-7 * (Interlocked.Increment(ref calls) % 2);
    }

    private static Func<double[], double> Drifting()
    {
        var calls = 0;
        return x => x[0] * x[0] * x[0] + 1e-9 * Interlocked.Increment(ref calls);
    }
}
