namespace CnnVerified.Verification.Tests.DualNumbers;

/// <summary>Dual numbers as numbers: they compare, convert, parse and print.</summary>
public class NumberTests
{
    private static readonly double[] Values =
        [double.NaN, double.NegativeInfinity, -2.5, -1, -0.0, 0, double.Epsilon, 1, 2, 1e300, double.PositiveInfinity];

    [Test]
    public void Comparisons_and_predicates_are_those_of_the_values(
        [ValueSource(nameof(Values))] double x, [ValueSource(nameof(Values))] double y) =>
        Assert.That(Answers<Dual>(new(x, 3), new(y, -5)), Is.EqualTo(Answers(x, y)));

    [Test]
    public void Constants_are_those_of_double_with_derivative_zero()
    {
        Assert.That(Constants<Dual>().Select(constant => constant.Value), Is.EqualTo(Constants<double>()));
        Assert.That(Constants<Dual>().Select(constant => constant.Derivative), Is.All.Zero);
    }

    [Test]
    public void Bits_are_those_of_the_value([ValueSource(nameof(Values))] double x) =>
        Assert.That(Bits(new Dual(x, 3)), Is.EqualTo(Bits(x)));

    [Test]
    public void Conversion_from_another_scalar_gives_a_constant()
    {
        Dual[] converted =
        [
            Create<Dual, double>(0.1), Create<Dual, float>(0.1f), Create<Dual, int>(-7), Create<Dual, decimal>(0.5m),
            Saturate<Dual, float>(1.5f), Truncate<Dual, long>(2),
        ];
        Assert.That(converted.Select(dual => dual.Value), Is.EqualTo(new[] { 0.1, 0.1f, -7, 0.5, 1.5, 2 }));
        Assert.That(converted.Select(dual => dual.Derivative), Is.All.Zero);
    }

    [Test]
    public void Conversion_to_another_scalar_keeps_the_value()
    {
        var x = new Dual(2.75, 3);
        Assert.That(Create<double, Dual>(x), Is.EqualTo(2.75));
        Assert.That(Create<float, Dual>(x), Is.EqualTo(2.75f));
        Assert.That(Create<int, Dual>(x), Is.EqualTo(2));
        Assert.That(Saturate<byte, Dual>(new Dual(300, 1)), Is.EqualTo(255));
        Assert.That(Truncate<int, Dual>(new Dual(-2.75, 1)), Is.EqualTo(-2));
        Assert.That(() => Create<byte, Dual>(new Dual(300, 1)), Throws.TypeOf<OverflowException>());
    }

    [Test]
    public void Conversion_to_itself_keeps_the_derivative() =>
        Assert.That(Create<Dual, Dual>(new Dual(2, 3)).Derivative, Is.EqualTo(3));

    [Test]
    public void Order_is_that_of_the_values_and_of_nothing_but_dual_numbers()
    {
        IComparable x = new Dual(2, 3);
        Assert.That(x.CompareTo(new Dual(2, 5)), Is.Zero);
        Assert.That(x.CompareTo(null), Is.Positive);
        Assert.That(() => x.CompareTo(2.0), Throws.ArgumentException);
    }

    [Test]
    public void Prints_value_and_derivative()
    {
        Assert.That(new Dual(0.5, -3).ToString(), Is.EqualTo("0.5 + -3·ε"));
        Assert.That(
            string.Create(CultureInfo.InvariantCulture, $"{new Dual(0.5, -3):F2}"), Is.EqualTo("0.50 + -3.00·ε"));
    }

    [Test]
    public void Printing_into_too_short_a_span_fails()
    {
        Assert.That(Fits(new Dual(0.5, -3), new char[9], out var written), Is.False);
        Assert.That(written, Is.Zero);
    }

    [Test]
    public void Parses_a_constant()
    {
        Assert.That(Parsed<Dual>("-2.5").Select(dual => dual.Value), Is.All.EqualTo(-2.5).And.Exactly(8).Items);
        Assert.That(Parsed<Dual>("-2.5").Select(dual => dual.Derivative), Is.All.Zero);
        Assert.That(CanParse<Dual>("dual"), Is.False);
    }

    private static bool[] Answers<T>(T x, T y) where T : IFloatingPointIeee754<T> =>
    [
        x == y, x != y, x < y, x <= y, x > y, x >= y, x.Equals(y), x.Equals((object)y), x.CompareTo(y) < 0,
        x.GetHashCode() == y.GetHashCode(), T.IsNaN(x), T.IsFinite(x), T.IsInfinity(x), T.IsPositiveInfinity(x),
        T.IsNegativeInfinity(x), T.IsNegative(x), T.IsPositive(x), T.IsZero(x), T.IsInteger(x), T.IsEvenInteger(x),
        T.IsOddInteger(x), T.IsNormal(x), T.IsSubnormal(x), T.IsRealNumber(x), T.IsComplexNumber(x),
        T.IsImaginaryNumber(x), T.IsCanonical(x),
    ];

    private static T[] Constants<T>() where T : IFloatingPointIeee754<T> =>
    [
        T.Zero, T.One, T.NegativeOne, T.NegativeZero, T.AdditiveIdentity, T.MultiplicativeIdentity, T.E, T.Pi, T.Tau,
        T.Epsilon, T.NaN, T.PositiveInfinity, T.NegativeInfinity, T.CreateChecked(T.Radix),
    ];

    private static int[] Bits<T>(T x) where T : IFloatingPointIeee754<T>
    {
        byte[] exponent = new byte[2], exponentReversed = new byte[2];
        byte[] significand = new byte[8], significandReversed = new byte[8];
        int[] written =
        [
            x.WriteExponentBigEndian(exponent), x.WriteExponentLittleEndian(exponentReversed),
            x.WriteSignificandBigEndian(significand), x.WriteSignificandLittleEndian(significandReversed),
        ];
        return
        [
            T.ILogB(x), x.GetExponentByteCount(), x.GetExponentShortestBitLength(), x.GetSignificandBitLength(),
            x.GetSignificandByteCount(), .. written, .. exponent, .. exponentReversed,
            .. significand, .. significandReversed,
        ];
    }

    private static TTo Create<TTo, TFrom>(TFrom value)
        where TTo : INumberBase<TTo> where TFrom : INumberBase<TFrom> =>
        TTo.CreateChecked(value);

    private static TTo Saturate<TTo, TFrom>(TFrom value)
        where TTo : INumberBase<TTo> where TFrom : INumberBase<TFrom> =>
        TTo.CreateSaturating(value);

    private static TTo Truncate<TTo, TFrom>(TFrom value)
        where TTo : INumberBase<TTo> where TFrom : INumberBase<TFrom> =>
        TTo.CreateTruncating(value);

    private static IEnumerable<T> Parsed<T>(string text) where T : struct, INumberBase<T>
    {
        var culture = CultureInfo.InvariantCulture;
        yield return T.Parse(text, culture);
        yield return T.Parse(text.AsSpan(), culture);
        yield return T.Parse(text, NumberStyles.Float, culture);
        yield return T.Parse(text.AsSpan(), NumberStyles.Float, culture);
        if (T.TryParse(text, culture, out var fromString)) yield return fromString;
        if (T.TryParse(text.AsSpan(), culture, out var fromSpan)) yield return fromSpan;
        if (T.TryParse(text, NumberStyles.Float, culture, out var fromStyled)) yield return fromStyled;
        if (T.TryParse(text.AsSpan(), NumberStyles.Float, culture, out var fromStyledSpan)) yield return fromStyledSpan;
    }

    private static bool Fits<T>(T x, char[] span, out int written) where T : ISpanFormattable =>
        x.TryFormat(span, out written, "", CultureInfo.InvariantCulture);

    private static bool CanParse<T>(string text) where T : struct, INumberBase<T> =>
        T.TryParse(text, CultureInfo.InvariantCulture, out _);
}
