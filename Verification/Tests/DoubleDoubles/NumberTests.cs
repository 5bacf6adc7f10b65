using CnnVerified.Verification.Tests.DualNumbers;

namespace CnnVerified.Verification.Tests.DoubleDoubles;

/// <summary>
/// At zeros, infinities and NaN, in comparisons and conversions double-double numbers are like doubles.
/// </summary>
public class NumberTests
{
    private static readonly double[] Values =
    [
        double.NaN, double.NegativeInfinity, -1e300, -2.5, -1, -0.5, -0.0, 0, double.Epsilon, 0.5, 1, 1.5, 2, 3, 1e300,
        double.PositiveInfinity,
    ];

    private static IEnumerable<int> Functions => Enumerable.Range(0, ElementaryFunctions<double>.All.Count);

    [Test]
    public void Operations_on_special_values_are_those_of_double(
        [ValueSource(nameof(Values))] double x, [ValueSource(nameof(Values))] double y) =>
        Assert.That(Operations<DoubleDouble>(x, y), Is.EqualTo(Operations(x, y)));

    [Test]
    public void Comparisons_and_questions_are_those_of_double(
        [ValueSource(nameof(Values))] double x, [ValueSource(nameof(Values))] double y) =>
        Assert.That(Answers<DoubleDouble>(x, y), Is.EqualTo(Answers(x, y)));

    [Test]
    public void Functions_are_undefined_infinite_or_zero_where_those_of_double_are(
        [ValueSource(nameof(Functions))] int function, [Values(double.NaN, 0.0, 1.0, double.PositiveInfinity)] double x)
    {
        var plain = ElementaryFunctions<double>.All[function].Of(x);
        var size = double.IsFinite(plain) ? Math.Max(1, Math.Abs(plain)) : 1;
        Assert.That(ElementaryFunctions<DoubleDouble>.All[function].Of(x).High,
            Is.EqualTo(plain).Within(Tolerances.DualRounding * size));
    }

    [TestCase(2.5, 1e-20, 3.0)]
    [TestCase(2.5, -1e-20, 2.0)]
    [TestCase(3.5, -1e-20, 3.0)]
    [TestCase(3, -1e-20, 3.0)]
    public void Rounding_to_whole_numbers_sees_both_parts(double high, double low, double whole) =>
        Assert.That(DoubleDouble.Round((DoubleDouble)high + low, 0, MidpointRounding.ToEven).High, Is.EqualTo(whole));

    [Test]
    public void Floor_of_a_little_less_than_a_whole_number_is_the_one_before() =>
        Assert.That(Floor((DoubleDouble)3 - 1e-20).High, Is.EqualTo(2));

    [Test]
    public void Conversions_keep_the_value()
    {
        Assert.That(
            (Create<DoubleDouble, double>(0.1), Create<DoubleDouble, float>(0.1f), Create<DoubleDouble, int>(-7)),
            Is.EqualTo(((DoubleDouble)0.1, (DoubleDouble)0.1f, (DoubleDouble)(-7))));
        Assert.That(
            (Create<double, DoubleDouble>(0.1), Create<float, DoubleDouble>(0.1f), Create<int, DoubleDouble>(-7)),
            Is.EqualTo((0.1, 0.1f, -7)));
        var third = 1 / (DoubleDouble)3;
        Assert.That(Create<DoubleDouble, DoubleDouble>(third), Is.EqualTo(third));
    }

    [Test]
    public void Neighbours_of_1_are_nearer_than_those_of_double() =>
        Assert.That((Next(DoubleDouble.One) - 1).High, Is.Positive.And.LessThan(Tolerances.DoubleDoubleRounding));

    [Test]
    public void Losses_clip_where_they_do_in_double() =>
        Assert.That(BinaryCrossEntropy<DoubleDouble>.Epsilon.High, Is.EqualTo(BinaryCrossEntropy<double>.Epsilon));

    private static double[] Operations<T>(T x, T y) where T : IFloatingPointIeee754<T> =>
    [
        .. new[] { x + y, x - y, x * y, x / y, -x, T.Max(x, y), T.Min(x, y), T.Abs(x), T.Sqrt(x), T.MaxMagnitude(x, y),
            T.MinMagnitude(x, y), T.MaxMagnitudeNumber(x, y), T.MinMagnitudeNumber(x, y), T.CopySign(x, y) }
            .Select(double.CreateChecked),
        .. new[] { x + y, x - y, x * y, x / y, T.Max(x, y) }.Select(z => T.IsNegative(z) && !T.IsNaN(z) ? -1.0 : 1),
    ];

    private static bool[] Answers<T>(T x, T y) where T : IFloatingPointIeee754<T> =>
    [
        x == y, x != y, x < y, x <= y, x > y, x >= y, x.Equals(y), x.Equals((object)y), x.CompareTo(y) < 0,
        T.IsNaN(x), T.IsFinite(x), T.IsInfinity(x), T.IsPositiveInfinity(x), T.IsNegativeInfinity(x), T.IsNegative(x),
        T.IsPositive(x), T.IsZero(x), T.IsInteger(x), T.IsEvenInteger(x), T.IsOddInteger(x), T.IsRealNumber(x),
    ];

    private static T Floor<T>(T x) where T : IFloatingPointIeee754<T> => T.Floor(x);

    private static T Next<T>(T x) where T : IFloatingPointIeee754<T> => T.BitIncrement(x);

    private static TTo Create<TTo, TFrom>(TFrom value)
        where TTo : INumberBase<TTo> where TFrom : INumberBase<TFrom> => TTo.CreateChecked(value);
}
