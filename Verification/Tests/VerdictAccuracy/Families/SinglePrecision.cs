using static CnnVerified.Verification.Tests.VerdictAccuracy.Elementary;
using static CnnVerified.Verification.Tests.VerdictAccuracy.Family;

namespace CnnVerified.Verification.Tests.VerdictAccuracy.Families;

/// <summary>Code that computes in single precision inside.</summary>
internal static class SinglePrecision
{
    private static readonly (float X, float T)[] Data = Draw(new Random(3));

    public static IEnumerable<Family> All =>
    [
        Of("float sin(x)", x => (float)Sin((float)x), Cos),
        Of("float Horner, 1 - 2x + 3x² - x³", x => Horner((float)x), x => -2 + 6 * x - 3 * x * x),
        Of("float exp(x)", x => (float)Exp((float)x), Exp),
        Of("double 1 + x² of a float x", x => 1 + (double)(float)x * (float)x, x => 2 * x),
        Of("sin(x) with the result in float", x => (float)Sin(x), Cos),
        new(Kind.SinglePrecision, "float Σ (w₁ u/√(1 + u²) - tᵢ)², u = w₀ xᵢ, 1,000 terms", LeastSquares,
            LeastSquaresGradient, r => [r.Uniform(0.2, 2), r.Sign() * r.Uniform(0.2, 2)]),
        new(Kind.SinglePrecision, "float cross-entropy of a softmax, n = 5", Loss,
            x => [.. x.Select((v, i) => Exp(v) / x.Sum(Exp) - (i == 1 ? 1 : 0))], r => r.Several(5, Sampling.Normal)),
        Of("float 1000 + sin(x)", x => 1000f + (float)Sin((float)x), Cos),
        new(Kind.SinglePrecision, "float Π (1 + xᵢ²), n = 4",
            x => x.Aggregate(1f, (p, v) => p * (1 + (float)v * (float)v)),
            x => [.. x.Select(v => x.Aggregate(1.0, (p, w) => p * (1 + w * w)) * 2 * v / (1 + v * v))],
            r => r.Several(4, Sampling.Normal)),
        new(Kind.SinglePrecision, "float Σ xᵢ², n = 6", x => x.Aggregate(0f, (sum, v) => sum + (float)v * (float)v),
            x => [.. x.Select(v => 2 * v)], r => r.Several(6, Sampling.Normal)),
    ];

    private static (float X, float T)[] Draw(Random random) => [.. Enumerable.Range(0, 1000)
        .Select(_ => ((float)random.Uniform(-2, 2), (float)random.Uniform(-2, 2)))];

    private static double Horner(float x) => 1f + x * (-2f + x * (3f - x));

    private static double LeastSquares(double[] w)
    {
        var (w0, w1, sum) = ((float)w[0], (float)w[1], 0f);
        foreach (var (x, t) in Data)
        {
            var u = w0 * x;
            var error = w1 * u / MathF.Sqrt(1 + u * u) - t;
            sum += error * error;
        }
        return sum;
    }

    private static double[] LeastSquaresGradient(double[] w)
    {
        var gradient = new double[2];
        foreach (var (x, t) in Data)
        {
            var u = w[0] * x;
            var root = Sqrt(1 + u * u);
            var error = 2 * (w[1] * u / root - t);
            gradient[0] += error * w[1] * x / (root * root * root);
            gradient[1] += error * u / root;
        }
        return gradient;
    }

    private static double Loss(double[] x)
    {
        var sum = x.Aggregate(0f, (total, v) => total + (float)Exp((float)v));
        return (float)Log(sum) - (float)x[1];
    }
}
