namespace CnnVerified.Verification.Tests.ThirdParties;

/// <summary>Tables of a property over temperature, looked up by lines or by cubics, with their slopes.</summary>
public class SplineTableTests
{
    private const double First = 250, Width = 25;

    private static readonly double[] Values = [1.2, 1.9, 2.4, 2.1, 3.3, 3.6, 5];
    private static readonly double[] Between = [253, 281.7, 312.4, 337.5, 371, 399.9];

    [Test]
    public void Cubics_are_right_between_knots() =>
        GradientCheck.OfPointwise(Cubic, x => CubicSlope(x)).At(Between).Verify();

    [Test]
    public void Cubics_are_right_at_knots() =>
        GradientCheck.OfPointwise(Cubic, x => CubicSlope(x)).At([275.0, 300, 325, 350]).Verify();

    [Test]
    public void Lines_are_right_between_knots() =>
        GradientCheck.OfPointwise(Linear, x => LinearSlope(x)).At(Between).Verify();

    [Test]
    public void The_slope_of_either_side_is_right_at_a_knot() =>
        GradientCheck.OfPointwise(Linear, x => LinearSlope(x)).At([275.0, 300, 325, 350]).Verify();

    [Test]
    public void Beyond_the_table_a_property_is_constant() =>
        GradientCheck.OfPointwise(Linear, x => LinearSlope(x)).At([200.0, 260, 500]).Verify();

    [Test]
    public void A_slope_of_the_next_interval_is_wrong() =>
        IsWrong(GradientCheck.OfPointwise(Linear, x => LinearSlope(x + Width)).At([281.7, 312.4]));

    [Test]
    public void A_slope_of_neither_side_is_wrong_at_a_knot() =>
        IsWrong(GradientCheck.OfPointwise(Linear, x => LinearSlope(x + Width)).At([300.0]));

    [Test]
    public void A_slope_of_the_next_cubic_is_wrong() =>
        IsWrong(GradientCheck.OfPointwise(Cubic, x => CubicSlope(x, shift: 1)).At(Between));

    [Test]
    public void A_slope_for_a_width_of_1_is_wrong() =>
        IsWrong(GradientCheck.OfPointwise(Cubic, x => CubicSlope(x, width: 1)).At(Between));

    [Test]
    public void A_slope_that_goes_on_beyond_the_table_is_wrong() =>
        IsWrong(GradientCheck.OfPointwise(Linear, x => LinearSlope(Math.Clamp(x, First, 399))).At([200.0, 260, 500]));

    private static void IsWrong(GradientCheck check) => Assert.That(check.Run().Count(Verdict.Wrong), Is.Positive);

    private static double Linear(double x)
    {
        if (x <= First) return Values[0];
        if (x >= First + Width * (Values.Length - 1)) return Values[^1];
        var i = (int)((x - First) / Width);
        var t = (x - First) / Width - i;
        return Values[i] + t * (Values[i + 1] - Values[i]);
    }

    private static double LinearSlope(double x)
    {
        if (x < First || x >= First + Width * (Values.Length - 1)) return 0;
        var i = (int)((x - First) / Width);
        return (Values[i + 1] - Values[i]) / Width;
    }

    /// <summary>Catmull and Rom: slopes at knots are those of the chord over two intervals.</summary>
    private static double Cubic(double x)
    {
        var (i, t) = Locate(x);
        var (y0, y1, m0, m1) = (Values[i], Values[i + 1], Tangent(i), Tangent(i + 1));
        return y0 + t * (m0 + t * (3 * (y1 - y0) - 2 * m0 - m1 + t * (2 * (y0 - y1) + m0 + m1)));
    }

    private static double CubicSlope(double x, int shift = 0, double width = Width)
    {
        var (i, t) = Locate(x);
        i = Math.Min(i + shift, Values.Length - 2);
        var (y0, y1, m0, m1) = (Values[i], Values[i + 1], Tangent(i), Tangent(i + 1));
        return (m0 + t * (2 * (3 * (y1 - y0) - 2 * m0 - m1) + t * 3 * (2 * (y0 - y1) + m0 + m1))) / width;
    }

    private static (int Interval, double Share) Locate(double x)
    {
        var i = Math.Clamp((int)Math.Floor((x - First) / Width), 0, Values.Length - 2);
        return (i, (x - First) / Width - i);
    }

    private static double Tangent(int i) => i == 0 ? Values[1] - Values[0]
        : i == Values.Length - 1 ? Values[i] - Values[i - 1] : (Values[i + 1] - Values[i - 1]) / 2;
}
