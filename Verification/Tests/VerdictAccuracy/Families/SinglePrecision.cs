using static CnnVerified.Verification.Tests.VerdictAccuracy.Elementary;

namespace CnnVerified.Verification.Tests.VerdictAccuracy.Families;

/// <summary>Code that computes in single precision inside.</summary>
internal static class SinglePrecision
{
    public static IEnumerable<Family> All =>
    [
        Of("float sin(x)", x => (float)Sin((float)x), Cos),
        Of("float Horner, 1 - 2x + 3x² - x³", x => Horner((float)x), x => -2 + 6 * x - 3 * x * x),
        Of("float exp(x)", x => (float)Exp((float)x), Exp),
        Of("double 1 + x² of a float x", x => 1 + (double)(float)x * (float)x, x => 2 * x),
        Of("sin(x) with the result in float", x => (float)Sin(x), Cos),
        new(Kind.SinglePrecision, "float Σ x₀ sin(x₁ k)/1000 of 1,000 terms", Sum,
            x => [Terms(k => Sin(x[1] * k)), Terms(k => x[0] * k * Cos(x[1] * k))],
            r => [r.Uniform(0.5, 2), r.Uniform(1e-3, 3e-3)]),
        new(Kind.SinglePrecision, "float cross-entropy of a softmax, n = 5", Loss,
            x => [.. x.Select((v, i) => Exp(v) / x.Sum(Exp) - (i == 1 ? 1 : 0))], r => r.Several(5, Sampling.Normal)),
        new(Kind.SinglePrecision, "float Σ xᵢ², n = 6", x => x.Aggregate(0f, (sum, v) => sum + (float)v * (float)v),
            x => [.. x.Select(v => 2 * v)], r => r.Several(6, Sampling.Normal)),
    ];

    private static Family Of(string name, Func<double, double> f, Func<double, double> slope) =>
        Family.Of(Kind.SinglePrecision, name, f, slope, Sampling.Normal);

    private static double Horner(float x) => 1f + x * (-2f + x * (3f - x));

    private static double Sum(double[] x)
    {
        var sum = 0f;
        for (var k = 0; k < 1000; k++) sum += (float)x[0] * (float)Sin((float)x[1] * k);
        return sum / 1000f;
    }

    private static double Terms(Func<int, double> term) => Enumerable.Range(0, 1000).Sum(term) / 1000;

    private static double Loss(double[] x)
    {
        var sum = x.Aggregate(0f, (total, v) => total + (float)Exp((float)v));
        return (float)Log(sum) - (float)x[1];
    }
}
