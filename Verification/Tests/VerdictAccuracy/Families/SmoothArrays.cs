using static CnnVerified.Verification.Tests.VerdictAccuracy.Elementary;

namespace CnnVerified.Verification.Tests.VerdictAccuracy.Families;

/// <summary>Smooth functions of several numbers.</summary>
internal static class SmoothArrays
{
    private static readonly double[,] Weights =
        { { 0.7, -1.2, 0.4, 0.9 }, { -0.3, 0.8, 1.1, -0.6 }, { 1.4, 0.2, -0.9, 0.5 } };

    public static IEnumerable<Family> All =>
    [
        Of("log Σ exp(xᵢ), n = 4", x => Log(x.Sum(Exp)), x => Softmax(x), 4, 3),
        Of("cross-entropy of a softmax, n = 5", x => Log(x.Sum(Exp)) - x[2],
            x => [.. Softmax(x).Select((p, i) => i == 2 ? -Softmax(x).Where((_, j) => j != 2).Sum() : p)], 5, 3),
        Of("Π xᵢ, n = 6", x => x.Aggregate(1.0, (a, b) => a * b),
            x => [.. x.Select((_, i) => x.Where((_, j) => j != i).Aggregate(1.0, (a, b) => a * b))], 6, 1),
        Of("cosine of the angle of two vectors, n = 6", Angle, AngleGradient, 6, 1),
        Of("Σ i·(xᵢ - mean)/deviation, n = 4",
            x => Normalised(x).Select((z, i) => z * Upstream(i)).Sum(), NormalisedGradient, 4, 2),
        new(Kind.Smooth, "-log density of a normal, mean and log σ", x => x[1] + Power((2 - x[0]) * Exp(-x[1]), 2) / 2,
            x => [(x[0] - 2) * Exp(-2 * x[1]), 1 - Power((2 - x[0]) * Exp(-x[1]), 2)], r => r.Several(2,
                Sampling.Normal)),
        Of("Rosenbrock, n = 4", Rosenbrock, RosenbrockGradient, 4, 1),
        Of("distance of two points, n = 6", Distance, x => [.. x.Select((_, i) =>
            (i < 3 ? x[i] - x[i + 3] : x[i] - x[i - 3]) / Distance(x))], 6, 1),
        Of("Σᵣ tanh(W x)², one layer, n = 4", x => Hidden(x).Sum(a => a * a), LayerGradient, 4, 1),
    ];

    /// <summary>Σ 100 (xᵢ₊₁ − xᵢ²)² + (1 − xᵢ)².</summary>
    public static double Rosenbrock(double[] x) => Enumerable.Range(0, x.Length - 1)
        .Sum(i => 100 * Power(x[i + 1] - x[i] * x[i], 2) + Power(1 - x[i], 2));

    /// <summary>Its gradient.</summary>
    public static double[] RosenbrockGradient(double[] x)
    {
        var gradient = new double[x.Length];
        for (var i = 0; i + 1 < x.Length; i++)
        {
            var gap = x[i + 1] - x[i] * x[i];
            gradient[i] += -400 * x[i] * gap - 2 * (1 - x[i]);
            gradient[i + 1] += 200 * gap;
        }
        return gradient;
    }

    private static Family Of(
        string name, Func<double[], double> f, Func<double[], double[]> gradient, int n, double scale) =>
        new(Kind.Smooth, name, f, gradient, random => random.Several(n, r => scale * r.Normal()));

    private static double Upstream(int i) => 0.5 + i * i - 2 * i;

    private static double Angle(double[] x) => Dot(x, 0, 3) / Sqrt(Dot(x, 0, 0) * Dot(x, 3, 3));

    private static double[] AngleGradient(double[] x)
    {
        var norms = Sqrt(Dot(x, 0, 0) * Dot(x, 3, 3));
        return [.. x.Select((v, i) => (x[(i + 3) % 6] - v * Dot(x, 0, 3) / Dot(x, i / 3 * 3, i / 3 * 3)) / norms)];
    }

    private static double Dot(double[] x, int a, int b) => Enumerable.Range(0, 3).Sum(i => x[a + i] * x[b + i]);

    private static IEnumerable<double> Normalised(double[] x) => x.Select(v => (v - x.Average()) / Deviation(x));

    private static double Deviation(double[] x) => Sqrt(x.Average(v => Power(v - x.Average(), 2)) + 1e-5);

    private static double[] NormalisedGradient(double[] x)
    {
        double[] z = [.. Normalised(x)];
        var mean = z.Select((_, i) => Upstream(i)).Average();
        var along = z.Select((v, i) => v * Upstream(i)).Average();
        return [.. z.Select((v, i) => (Upstream(i) - mean - v * along) / Deviation(x))];
    }

    private static double[] Softmax(double[] x)
    {
        var sum = x.Sum(Exp);
        return [.. x.Select(entry => Exp(entry) / sum)];
    }

    private static double Distance(double[] x) =>
        Sqrt(Enumerable.Range(0, 3).Sum(i => (x[i] - x[i + 3]) * (x[i] - x[i + 3])));

    private static double[] Hidden(double[] x) =>
        [.. Enumerable.Range(0, 3).Select(r => Tanh(x.Select((entry, i) => Weights[r, i] * entry).Sum()))];

    private static double[] LayerGradient(double[] x)
    {
        var hidden = Hidden(x);
        return [.. x.Select((_, i) => hidden.Select((a, r) => 2 * a * (1 - a * a) * Weights[r, i]).Sum())];
    }
}
