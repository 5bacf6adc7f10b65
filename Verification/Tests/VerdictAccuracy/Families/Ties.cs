using static CnnVerified.Verification.Tests.VerdictAccuracy.Elementary;

namespace CnnVerified.Verification.Tests.VerdictAccuracy.Families;

/// <summary>
/// Points exactly at a kink: every subgradient is right, and a wrong one lies outside of what the slopes allow.
/// </summary>
internal static class Ties
{
    public static IEnumerable<Family> All =>
    [
        Of("|x₀| (1 + x₁²) at x₀ = 0, any slope between", x => Abs(x[0]) * (1 + x[1] * x[1]),
            x => [Share(x[1]) * (1 + x[1] * x[1]), 0], AtZero,
            (x, _, size) => [Math.Sign(Share(x[1])) * (1 + x[1] * x[1]) * (1 + size), 0]),
        Of("max(x₀, 0) + x₁² at x₀ = 0, slope 0", x => Max(x[0], 0) + x[1] * x[1], x => [0, 2 * x[1]], AtZero,
            (x, gradient, size) => [-size, gradient[1]]),
        Of("max(x₀, 0) + x₁² at x₀ = 0, slope 1", x => Max(x[0], 0) + x[1] * x[1], x => [1, 2 * x[1]], AtZero,
            (x, gradient, size) => [1 + size, gradient[1]]),
        Of("maximum of 4 equal entries, one wins", x => x.Max(), x => [1, 0, 0, 0], r => Equal(r, 4)),
        Of("maximum of 3 equal entries, shared alike", x => x.Max(), x => [1 / 3.0, 1 / 3.0, 1 / 3.0],
            r => Equal(r, 3)),
        Of("2 of 5 entries the greatest, shared unevenly", x => x.Max(), x => [0.25, 0, 0.75, 0, 0], TwoOfFive),
        Of("minimum of 3 equal entries, one wins", x => x.Min(), x => [0, 0, 1], r => Equal(r, 3)),
        Of("|x₀ - x₁| where they are equal, slope 1", x => Abs(x[0] - x[1]), x => [1, -1], r => Equal(r, 2)),
        Of("Σ |xᵢ - tᵢ| at an exact fit, sign(0) = 0", x => Abs(x[0] - 1.5) + Abs(x[1] + 0.25) + x[2] * x[2],
            x => [0, 0, 2 * x[2]], r => [1.5, -0.25, r.Normal()], (x, gradient, size) => [1 + size, 0, gradient[2]]),
        Of("max(x² - 1, 2x - 2) at 1, one of the two", x => Max(x[0] * x[0] - 1, 2 * (x[0] - 1)) * x[1],
            x => [2 * x[1], 0], r => [1, 1 + r.NextDouble()]),
        Of("norm of x at 0, n = 3", x => Sqrt(x.Sum(v => v * v)), _ => [0, 0, 0], _ => [0, 0, 0],
            (_, _, size) => [0, 1 + size, 0]),
        Of("sum of the 2 greatest of 4 equal entries", x => x.OrderDescending().Take(2).Sum(), _ => [1, 0, 0, 1],
            r => Equal(r, 4), (_, _, size) => [1 + size, 0, 0, 1 + size]),
        Of("a max(x, 0) for x = -0.0", x => Max(x[0], 0) * x[1], _ => [0, 0], r => [-0.0, r.Uniform(1, 2)],
            (x, _, size) => [-size * x[1], 0]),
        Of("two max-pooling windows share a tie, n = 3", x => Max(x[0], x[1]) + Max(x[1], x[2]), x => [1, 0, 1],
            r => Equal(r, 3)),
    ];

    private static Family Of(
        string name, Func<double[], double> f, Func<double[], double[]> gradient, Func<Random, double[]> draw,
        Func<double[], double[], double, double[]>? spoil = null) =>
        new(Kind.Tie, name, f, gradient, draw) { Spoil = spoil ?? Mistake.InEveryEntry };

    private static double[] AtZero(Random random) => [0, random.Normal()];

    private static double[] Equal(Random random, int n)
    {
        var value = random.Normal();
        return [.. Enumerable.Repeat(value, n)];
    }

    private static double[] TwoOfFive(Random random)
    {
        var value = random.Normal();
        return [value, value - random.NextDouble(), value, value - 1, value - random.LogUniform(-6, 0)];
    }

    private static double Share(double x) => x - Math.Floor(x) - 0.5;
}
