using System.Runtime.Intrinsics;
using CnnVerified.Layers.Kernels.Elementwise;

namespace CnnVerified.Verification.Tests.Kernels;

/// <summary>The project's own exponential and logarithm against the platform's.</summary>
public sealed class TranscendentalTests
{
    private const int Draws = 20_000;

    // Where eˣ becomes subnormal and underflows, in double and in single precision.
    private static readonly double[] ExponentialEdges =
    [
        0, -0.0, -1, -double.Epsilon, -1e-17, -708.3964185322641, -708.3964185322642, -744.4400719213812,
        -745.1332191019411, -745.1332191019412, -746, -1000,
        double.MinValue, double.NegativeInfinity, double.NaN, -87.33654, -87.33655, -103.97207, -103.97208, -103.97209,
    ];

    private static readonly double[] LogarithmEdges =
    [
        0, -0.0, -1, 1, double.Epsilon, 3 * double.Epsilon, 2.2250738585072014e-308, 2.2250738585072009e-308,
        double.MaxValue, Math.BitIncrement(1.0), Math.BitDecrement(1.0), 1e-15, 1 - 1e-15,
        0.5, 2, Math.E, Math.Sqrt(2), Math.Sqrt(0.5),
        1.4142135623730954, double.PositiveInfinity, double.NegativeInfinity, double.NaN,
    ];

    [Test]
    public void The_exponential_is_that_of_the_platform_in_double_precision()
    {
        foreach (var x in ExponentialEdges.Concat(Between(-746, 0)).Concat(Between(-1, 0)))
            RequireClose(x, Exponential.Of(Vector256.Create(x))[0], Math.Exp(x));
    }

    [Test]
    public void The_exponential_is_that_of_the_platform_in_single_precision()
    {
        foreach (var x in ExponentialEdges.Concat(Between(-104, 0)).Select(x => (float)x))
        {
            var (actual, expected) = (Exponential.Of(Vector256.Create(x))[7], (float)Math.Exp(x));
            Require(x, actual, expected, Ulps.Between(actual, expected));
        }
    }

    [Test]
    public void The_exponential_of_one_number_has_the_bits_of_a_vector_lane()
    {
        foreach (var x in ExponentialEdges.Concat(Between(-746, 0)))
            Assert.That(Exponential.Of(x), Is.EqualTo(Exponential.Of(Vector256.Create(x))[0]));
    }

    [Test]
    public void The_exponential_minus_one_keeps_its_relative_precision_near_zero()
    {
        // (e^x − 1)/(e^x + 1) = tanh(x/2), so e^x − 1 = 2t/(1 − t): no cancellation for x ≤ 0.
        var nearZero = Between(-37, 0).Select(magnitude => -Math.Exp(magnitude));
        foreach (var x in nearZero.Concat(Between(-45, 0)).Append(-1000).Append(double.NegativeInfinity))
        {
            var t = Math.Tanh(x / 2);
            var (actual, expected) = (Exponential.MinusOne(Vector256.Create(x))[0], 2 * t / (1 - t));
            Assert.That(Ulps.Between(actual, expected), Is.AtMost(Tolerances.TanhUlps), $"e^{x:R} − 1 is {actual:R}");
        }
        Assert.That(Exponential.MinusOne(Vector256.Create(double.NaN))[0], Is.NaN);
    }

    [Test]
    public void Every_lane_has_an_exponential_of_its_own()
    {
        var x = Between(-3, 0).Take(Vector256<double>.Count).ToArray();
        var y = Exponential.Of(Vector256.Create(x));
        for (var lane = 0; lane < x.Length; lane++) RequireClose(x[lane], y[lane], Math.Exp(x[lane]));
    }

    [Test]
    public void The_logarithm_is_that_of_the_platform_in_double_precision()
    {
        var overAllMagnitudes = Between(-744, 709).Select(Math.Exp);
        foreach (var x in LogarithmEdges.Concat(overAllMagnitudes).Concat(Between(0, 4)).Concat(Between(0.999, 1.001)))
            RequireClose(x, Logarithm.Of(x), Math.Log(x));
    }

    [Test]
    public void The_logarithm_is_that_of_the_platform_in_single_precision()
    {
        foreach (var x in LogarithmEdges.Concat(Between(-103, 88).Select(Math.Exp)).Select(x => (float)x))
        {
            var (actual, expected) = (Logarithm.Of(x), (float)Math.Log(x));
            Require(x, actual, expected, Ulps.Between(actual, expected));
        }
    }

    private static IEnumerable<double> Between(double low, double high)
    {
        var random = new Random(1);
        return Enumerable.Range(0, Draws).Select(_ => low + (high - low) * random.NextDouble());
    }

    private static void RequireClose(double x, double actual, double expected) =>
        Require(x, actual, expected, Ulps.Between(actual, expected));

    private static void Require(double x, double actual, double expected, long ulps)
    {
        if (ulps > Tolerances.KernelUlps)
            Assert.Fail($"At {x:R} the value is {actual:R}, {ulps} ulps from {expected:R}.");
    }
}
