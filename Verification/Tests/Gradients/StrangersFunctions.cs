using CnnVerified.Layers;

namespace CnnVerified.Verification.Tests.Gradients;

/// <summary>Right gradients of functions as others have them, once called wrong.</summary>
public class StrangersFunctions
{
    /// <summary>Knots near and far make kinks of many sizes, which look like noise from afar.</summary>
    [TestCase(1.0, 1e-3, 1.0, 23551.873935504827)]                 // a recording: a wave and white noise
    [TestCase(1e-4, 1e-4, 0.3e-4, 0.8023656342229879)]             // a quantile function
    [TestCase(1.0, 0.05, 0.3, 500942.339406575)]                   // a terrain
    public void Linear_interpolation_in_rough_data_has_the_slope_of_its_piece(
        double spacing, double trend, double roughness, double x)
    {
        var k = (long)Math.Floor(x / spacing);
        GradientCheck.Of(v => At(v[0]), _ => [(Knot(k + 1) - Knot(k)) / spacing]).At(Point(x)).Verify();

        double At(double v)
        {
            var i = (long)Math.Floor(v / spacing);
            return Knot(i) + (Knot(i + 1) - Knot(i)) * (v / spacing - i);
        }

        double Knot(long i) => trend * i + roughness * White(i);
    }

    [TestCase(1.01, true)]
    [TestCase(1.0, false)]
    public void A_ripple_has_its_own_slope_and_not_that_of_the_whole(double slope, bool isRight) => Assert.That(
        GradientCheck.Of(v => v[0] + 1e-6 * Math.Abs(v[0] / 1e-4 - Math.Round(v[0] / 1e-4)), _ => [slope])
            .At(Point(0.75002)).Run().Passed, Is.EqualTo(isRight));

    /// <summary>An argument of 0 has no size, and that of its neighbours is of another unit.</summary>
    [TestCase(5e14)]
    [TestCase(1.2e25)]
    [TestCase(1e-20)]
    public void An_argument_of_0_beside_one_in_other_units_has_a_slope(double other)
    {
        GradientCheck.Of(x => Math.Log(1 + x[0]) + Math.Log(x[1]), x => [1 / (1 + x[0]), 1 / x[1]])
            .At(Point(0, other)).Verify();
        GradientCheck.Of(x => Math.Sin(x[0] + 1) * Math.Log(x[1]),
            x => [Math.Cos(x[0] + 1) * Math.Log(x[1]), Math.Sin(x[0] + 1) / x[1]]).At(Point(0, other)).Verify();
    }

    /// <summary>θ + t·v is rounded: at x = 10⁹ the finest steps along v are off by some per cent.</summary>
    [Test]
    public void Steep_functions_of_large_arguments_are_not_called_wrong_along_directions()
    {
        for (var i = 0; i < 40; i++)
        {
            var x = 1e9 + i * 0.37;
            NotWrong(GradientCheck.Of(v => Math.Sin(v[0]), v => [Math.Cos(v[0])]).At(Point(x)));
            NotWrong(GradientCheck.Of(v => Math.Sin(1e3 * v[0]), v => [1e3 * Math.Cos(1e3 * v[0])]).At(Point(x / 1e3)));
        }
    }

    /// <summary>So many that no entry is asked.</summary>
    [Test]
    public void Many_steep_entries_are_not_called_wrong_along_directions() => NotWrong(GradientCheck.Of(
            x => x.Sum(v => Math.Sin(v)), x => [.. x.Select(v => Math.Cos(v))])
        .At(Point([.. Enumerable.Range(0, Tolerances.ThoroughEntries + 500).Select(i => 1e9 + i * 0.37)])));

    [Test]
    public void A_median_of_three_equal_numbers_is_not_called_wrong_along_directions() => NotWrong(GradientCheck.Of(
        x => x.Order().ElementAt(2), x => [.. x.Select((_, i) => i == 1 ? 1.0 : 0)])
        .At(Point(0.5, 0.5, 0.5, 1.49, -0.41)));

    /// <summary>An infinite slope is right at an edge like this, as far as differences can see.</summary>
    [Test]
    public void An_infinite_slope_is_not_called_wrong_where_the_function_has_one()
    {
        foreach (var root in new[] { Math.Sqrt, new Func<double, double>(Math.Cbrt) })
            NotWrong(
                GradientCheck.Of(x => root(x[0]), _ => [double.PositiveInfinity]).At(Point(0)), byDirections: false);
    }

    private static void NotWrong(GradientCheck check, bool byDirections = true) =>
        Assert.That((byDirections ? check.ByRandomProjection() : check).Run().Count(Verdict.Wrong), Is.Zero);

    private static Tensor<double> Point(params double[] x) => new(new Shape(x.Length), x);

    /// <summary>White noise from −1 to 1.</summary>
    private static double White(long i)
    {
        var bits = unchecked((ulong)i * 0x9E3779B97F4A7C15 + 12345);
        bits = unchecked((bits ^ (bits >> 29)) * 0xBF58476D1CE4E5B9);
        return (long)(bits ^ (bits >> 32)) / (double)(1UL << 63);
    }
}
