using static CnnVerified.Verification.Tests.VerdictAccuracy.Elementary;

namespace CnnVerified.Verification.Tests.VerdictAccuracy.Families;

/// <summary>Parameters of very different sizes in one array; every entry wrong, and one entry alone.</summary>
internal static class MixedUnits
{
    private static readonly double[] Sizes = [1e-6, 1e-4, 1e-2, 1, 1e2, 1e4, 1e6];

    public static IEnumerable<Family> All =>
    [
        .. Both("Σ sin(xᵢ/sᵢ), sᵢ in 1e-6..1e6", x => Scaled(x).Sum(Sin), x => PerSize(Scaled(x).Select(Cos)), Draw),
        .. Both("Σ (xᵢ/sᵢ)², sᵢ in 1e-6..1e6", x => Scaled(x).Sum(v => v * v),
            x => PerSize(Scaled(x).Select(v => 2 * v)), Draw),
        .. Both("Π (2 + sin(xᵢ/sᵢ)), sᵢ in 1e-6..1e6", Product,
            x => PerSize(Scaled(x).Select(v => Product(x) * Cos(v) / (2 + Sin(v)))), Draw),
        .. Both("Σ sᵢ exp(xᵢ/sᵢ), sᵢ in 1e-3..1e3", x => Units.Select((s, i) => s * Exp(x[i] / s)).Sum(),
            x => [.. Units.Select((s, i) => Exp(x[i] / s))], r => [.. Units.Select(s => s * r.Normal())]),
        .. Both("Σ log(xᵢ), xᵢ in 1e-6..1e6, n = 5", x => x.Sum(Log), x => [.. x.Select(v => 1 / v)],
            r => r.Several(5, s => s.LogUniform(-6, 6))),
        .. Both("Arrhenius A exp(-E/(R T))", x => x[0] * Exp(-x[1] / (8.314 * x[2])), x =>
            {
                var (rate, share) = (Exp(-x[1] / (8.314 * x[2])), 1 / (8.314 * x[2]));
                return [rate, -x[0] * rate * share, x[0] * rate * x[1] * share / x[2]];
            }, r => [1e13 * r.Uniform(1, 2), 5e4 * r.Uniform(1, 2), r.Uniform(300, 600)]),
        .. Both("Σ wᵢ xᵢ, wᵢ in 1e-3..1e3, x normal", x => x.Zip(Units, (v, w) => w * v).Sum(), _ => Units,
            r => r.Several(5, Sampling.Normal)),
        .. Both("gravitation G m M/r²", x => x[0] * x[1] * x[2] / (x[3] * x[3]), x =>
            {
                var force = x[0] * x[1] * x[2] / (x[3] * x[3]);
                return [force / x[0], force / x[1], force / x[2], -2 * force / x[3]];
            }, r => [6.67e-11, 6e24 * r.Uniform(1, 2), 7e22 * r.Uniform(1, 2), 4e8 * r.Uniform(1, 2)]),
        .. Both("diode I (exp(V/(n U)) - 1)", x => x[0] * (Exp(x[1] / (x[2] * x[3])) - 1), x =>
            {
                var (ratio, e) = (x[1] / (x[2] * x[3]), Exp(x[1] / (x[2] * x[3])));
                return [e - 1, x[0] * e / (x[2] * x[3]), -x[0] * e * ratio / x[2], -x[0] * e * ratio / x[3]];
            }, r => [1e-12 * r.Uniform(1, 2), r.Uniform(0.4, 0.7), r.Uniform(1, 2), 0.025]),
    ];

    private static readonly double[] Units = [1e-3, 1e-2, 1, 1e2, 1e3];

    private static Family[] Both(
        string name, Func<double[], double> f, Func<double[], double[]> gradient, Func<Random, double[]> draw)
    {
        var family = new Family(Kind.MixedUnits, name, f, gradient, draw);
        return [family, family with { Name = $"{name}, one wrong", Spoil = Mistake.InOneEntry }];
    }

    private static double[] Draw(Random random) => [.. Sizes.Select(s => s * random.Normal())];

    private static IEnumerable<double> Scaled(double[] x) => x.Zip(Sizes, (v, s) => v / s);

    private static double[] PerSize(IEnumerable<double> slopes) => [.. slopes.Zip(Sizes, (d, s) => d / s)];

    private static double Product(double[] x) => Scaled(x).Aggregate(1.0, (product, v) => product * (2 + Sin(v)));
}
