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

    /// <summary>Elimination rounds so much that fine steps have another slope, without visible noise.</summary>
    [Test]
    public void A_determinant_near_0_is_not_called_wrong() => NotWrong(GradientCheck.Of(LogDeterminant, _ =>
        [
            -52466179.253672237, 25042979.029153491, 26480255.869599822, -52466268.663697957, 25043021.74925715,
            26480299.601233918, 52466277.947071084, -25043026.549564815, -26480304.25682595,
        ]).At(Point(
            0.3905374453008011, 0.05807722362420925, 0.7188594404400741, -1.729089626239602, -2.773438471940492,
            -0.8029969532473474, -1.338552590567319, -2.715360866832664, -0.08413872295908165)), byDirections: false);

    /// <summary>What an argument of less than a millionth of the others' influence shows is enough.</summary>
    [TestCase(new[] { -3.584061410910003, -7.020687785995847, 7.609168834011726, -8.646278427566156 })]
    [TestCase(new[] { 0.33792322835899125, -9.818769048044539, -2.8829564206503626, 6.705171523516997 })]
    public void A_small_share_of_a_softmax_is_decided(double[] x)
    {
        double Sum(double[] v) => v.Sum(Math.Exp);
        GradientCheck.Of(v => Math.Log(Sum(v)), v => [.. v.Select(one => Math.Exp(one) / Sum(v))])
            .At(Point(x)).Verify();
        GradientCheck.Of(v => Math.Log(Sum(v)) - v[2],
            v => [.. v.Select((one, i) => Math.Exp(one) / Sum(v) - (i == 2 ? 1 : 0))]).At(Point(x)).Verify();
    }

    /// <summary>Slopes on one side turn, as the function bends so much.</summary>
    [Test]
    public void A_steep_bend_is_decided() => GradientCheck.Of(
        x => Math.Sin(x[0] * x[0] * x[0]), x => [3 * x[0] * x[0] * Math.Cos(x[0] * x[0] * x[0])])
        .At(new[] { 5.1899057045531976 }).Verify();

    /// <summary>Steps of the entry's own size end just before the clip.</summary>
    [Test]
    public void A_function_that_is_flat_as_far_as_0_is_not_without_signal() =>
        GradientCheck.Of(x => Math.Clamp(x[0], 0, 1), _ => [0]).At(Point(-0.972387333921355)).Verify();

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

    /// <summary>log |det A| of a matrix with three rows, by elimination with pivoting.</summary>
    private static double LogDeterminant(double[] entries)
    {
        var (a, sum) = (entries.Chunk(3).ToList(), 0.0);
        while (a.Count > 0)
        {
            var pivot = a.MaxBy(row => Math.Abs(row[0]))!;
            sum += Math.Log(Math.Abs(pivot[0]));
            a = [.. a.Where(row => row != pivot)
                .Select(row => row.Skip(1).Zip(pivot.Skip(1), (one, p) => one - row[0] / pivot[0] * p).ToArray())];
        }
        return sum;
    }

    /// <summary>White noise from −1 to 1.</summary>
    private static double White(long i)
    {
        var bits = unchecked((ulong)i * 0x9E3779B97F4A7C15 + 12345);
        bits = unchecked((bits ^ (bits >> 29)) * 0xBF58476D1CE4E5B9);
        return (long)(bits ^ (bits >> 32)) / (double)(1UL << 63);
    }
}
