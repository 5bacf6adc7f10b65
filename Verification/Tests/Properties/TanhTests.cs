using CnnVerified.Verification.Tests.Kernels;

namespace CnnVerified.Verification.Tests.Properties;

public sealed class TanhTests
{
    // Where 1 − e^(−2|x|) changes its exponent, around the exponential's steps, subnormal numbers, far beyond 1.
    private static readonly double[] Edges =
    [
        0, double.Epsilon, 1e-310, 2.2250738585072014e-308, 1e-20, 1e-9, 0.1, 0.17328679513998632, 0.17328679513998633,
        0.34657359027997264, 0.5, 0.5198603854199589, 1, 5, 18, 19, 19.06, 20, 1000, double.MaxValue,
        double.PositiveInfinity, double.NaN,
    ];

    [GateProperty]
    public void Tanh_keeps_its_relative_precision_at_every_magnitude(DenseGeometry geometry)
    {
        var values = new NormalValues(geometry.Seed);
        var x = values.Tensor<double>(geometry.X).Map(draw => draw * Math.Exp(10 * values.Next()));
        RequireClose([.. x.Values, .. Edges]);
    }

    [GateProperty]
    public void Tanh_is_odd_bit_for_bit(DenseGeometry geometry)
    {
        var x = new NormalValues(geometry.Seed).Tensor<double>(geometry.X, scale: geometry.Outputs);
        Agreement.RequireSameBits("tanh(−x)", Tanh(x.Map(value => -value)), Tanh(x).Map(value => -value));
    }

    [GateProperty]
    public void Tanh_never_falls_and_stays_between_minus_one_and_one(DenseGeometry geometry)
    {
        var x = new NormalValues(geometry.Seed).Tensor<double>(geometry.X, scale: geometry.Outputs);
        x.Values.Sort();
        Assert.That(Tanh(x).Values.ToArray(), Is.Ordered.And.All.InRange(-1.0, 1.0));
    }

    [Test]
    public void Float_tanh_is_that_of_the_platform()
    {
        float[] x = [.. Edges.Select(edge => (float)edge), .. Enumerable.Range(-500, 1001).Select(i => i / 50f)];
        var y = new Tanh<float>().Forward(new Tensor<float>(new Shape(x.Length), x));
        for (var i = 0; i < x.Length; i++)
        {
            var ulps = Ulps.Between(y[i], (float)Math.Tanh(x[i]));
            Assert.That(ulps, Is.AtMost(Tolerances.TanhUlps), $"tanh {x[i]:R} is {y[i]:R}");
        }
    }

    private static void RequireClose(double[] x)
    {
        var y = Tanh(new Tensor<double>(new Shape(x.Length), x));
        for (var i = 0; i < x.Length; i++)
        {
            var ulps = Ulps.Between(y[i], Math.Tanh(x[i]));
            Assert.That(ulps, Is.AtMost(Tolerances.TanhUlps), $"tanh {x[i]:R} is {y[i]:R}");
        }
    }

    private static Tensor<double> Tanh(Tensor<double> x) => new Tanh<double>().Forward(x);
}
