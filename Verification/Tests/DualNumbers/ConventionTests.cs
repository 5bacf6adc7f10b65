namespace CnnVerified.Verification.Tests.DualNumbers;

/// <summary>What the type promises where mathematics gives no slope, or an infinite one.</summary>
public class ConventionTests
{
    private static readonly Dual X = new(2, 3), SameValue = new(2, 5);

    [Test]
    public void Absolute_value_has_the_slope_on_the_right_at_zero([Values(0.0, -0.0)] double zero) =>
        Assert.That(Dual.Abs(Dual.Variable(zero)).Derivative, Is.EqualTo(1));

    [Test]
    public void Extremum_of_equals_has_the_slope_of_the_first()
    {
        Assert.That(Extrema<Dual>(X, SameValue).Select(extremum => extremum.Derivative), Is.All.EqualTo(3));
        Assert.That(Extrema<Dual>(SameValue, X).Select(extremum => extremum.Derivative), Is.All.EqualTo(5));
    }

    [Test]
    public void Extremum_of_any_two_has_the_value_of_double([Values] Special first, [Values] Special second)
    {
        var (x, y) = (Of(first), Of(second));
        var values = Extrema<Dual>(new(x, 3), new(y, 5)).Select(extremum => extremum.Value);
        Assert.That(values.Select(BitConverter.DoubleToInt64Bits),
            Is.EqualTo(Extrema(x, y).Select(BitConverter.DoubleToInt64Bits)));
    }

    [Test]
    public void Magnitudes_that_are_equal_give_the_slope_of_the_one_that_is_returned()
    {
        Assert.That(MaxMagnitude<Dual>(new(-2, 3), new(2, 5)).Derivative, Is.EqualTo(5));
        Assert.That(MinMagnitude<Dual>(new(-2, 3), new(2, 5)).Derivative, Is.EqualTo(3));
    }

    [Test]
    public void Clamp_to_an_end_has_the_slope_of_the_value_at_that_end_and_of_the_end_beyond_it()
    {
        Assert.That(Clamp<Dual>(X, 2, 9).Derivative, Is.EqualTo(3));
        Assert.That(Clamp<Dual>(X, 0, 2).Derivative, Is.EqualTo(3));
        Assert.That(Clamp<Dual>(X, new(4, 7), 9).Derivative, Is.EqualTo(7));
    }

    [Test]
    public void Rounding_has_slope_zero_and_the_value_of_double([Values(-2.5, -0.4, 0.5, 1.5, 7.75)] double x)
    {
        Assert.That(Roundings(Dual.Variable(x)).Select(rounded => rounded.Value), Is.EqualTo(Roundings(x)));
        Assert.That(Roundings(Dual.Variable(x)).Select(rounded => rounded.Derivative), Is.All.Zero);
    }

    [Test]
    public void Infinite_slope_gives_an_infinite_derivative_but_leaves_a_constant_constant()
    {
        Assert.That(Dual.Sqrt(Dual.Variable(0)).Derivative, Is.EqualTo(double.PositiveInfinity));
        Assert.That(Dual.Sqrt(0).Derivative, Is.Zero);
        Assert.That(Dual.Log(0).Derivative, Is.Zero);
        Assert.That((1 / Dual.Zero).Derivative, Is.Zero);
    }

    [Test]
    public void Undefined_value_has_an_undefined_derivative()
    {
        Assert.That(Dual.Log(Dual.Variable(-1)).Derivative, Is.NaN);
        Assert.That(Dual.Sqrt(Dual.Variable(-1)).Derivative, Is.NaN);
        Assert.That(Dual.Pow(Dual.Variable(-1), 0.5).Derivative, Is.NaN);
    }

    [TestCase(0, 1, 1)]
    [TestCase(0, 2, 0)]
    [TestCase(0, 0, 0)]
    [TestCase(-3, 2, -6)]
    public void Power_has_a_slope_in_its_base_at_zero_and_below(double x, double exponent, double slope) =>
        Assert.That(Dual.Pow(Dual.Variable(x), exponent).Derivative, Is.EqualTo(slope));

    [Test]
    public void Power_of_zero_has_slope_zero_in_a_positive_exponent() =>
        Assert.That(Dual.Pow(0, Dual.Variable(2)).Derivative, Is.Zero);

    [Test]
    public void Hyperbolic_tangent_keeps_its_slope_where_its_value_has_rounded_to_one() =>
        Assert.That(Dual.Tanh(Dual.Variable(20)).Derivative, Is.EqualTo(4 * Math.Exp(-40)).Within(1e-12).Percent);

    public enum Special { NaN, NegativeInfinity, MinusOne, NegativeZero, Zero, One, Infinity }

    private static double Of(Special special) => special switch
    {
        Special.NaN => double.NaN,
        Special.NegativeInfinity => double.NegativeInfinity,
        Special.MinusOne => -1,
        Special.NegativeZero => double.NegativeZero,
        Special.Zero => 0,
        Special.One => 1,
        _ => double.PositiveInfinity,
    };

    private static IEnumerable<T> Extrema<T>(T x, T y) where T : IFloatingPointIeee754<T> =>
    [
        T.Max(x, y), T.Min(x, y), T.MaxNumber(x, y), T.MinNumber(x, y), T.MaxMagnitude(x, y), T.MinMagnitude(x, y),
        T.MaxMagnitudeNumber(x, y), T.MinMagnitudeNumber(x, y),
    ];

    private static IEnumerable<T> Roundings<T>(T x) where T : IFloatingPointIeee754<T> =>
        [T.Round(x), T.Round(x, 1), T.Round(x, MidpointRounding.AwayFromZero), T.Floor(x), T.Ceiling(x), T.Truncate(x)];

    private static T MaxMagnitude<T>(T x, T y) where T : INumberBase<T> => T.MaxMagnitude(x, y);

    private static T MinMagnitude<T>(T x, T y) where T : INumberBase<T> => T.MinMagnitude(x, y);

    private static T Clamp<T>(T x, T min, T max) where T : INumber<T> => T.Clamp(x, min, max);
}
