using CnnVerified.Verification.Tests.DualNumbers;

namespace CnnVerified.Verification.Tests.DoubleDoubles;

/// <summary>
/// Arithmetic and functions against whole numbers of 120 digits, against each other and against double.
/// </summary>
public class FunctionTests
{
    private const int Points = 200;

    private static readonly (string Name, Func<DoubleDouble, DoubleDouble> Of, Func<BigInteger, BigInteger> Exact,
        double From, double To)[] Known =
    [
        ("x + c", x => x + 1 / (DoubleDouble)3, x => x + FixedPoint.Of(1 / (DoubleDouble)3), -0.5, 2),
        ("x·x", x => x * x, x => FixedPoint.Times(x, x), -3, 3),
        ("c/x", x => 7 / x, x => FixedPoint.Over(7 * FixedPoint.One, x), -3, 3),
        ("x·x + c", x => DoubleDouble.FusedMultiplyAdd(x, x, 3), x => FixedPoint.Times(x, x) + 3 * FixedPoint.One,
            -3, 3),
        ("√x", DoubleDouble.Sqrt, FixedPoint.Root, 0, 1e6),
        ("exp", DoubleDouble.Exp, FixedPoint.Exp, -50, 50),
        ("exp of large numbers", DoubleDouble.Exp, FixedPoint.Exp, 600, 709),
        ("exp − 1", DoubleDouble.ExpM1, x => FixedPoint.Exp(x) - FixedPoint.One, -1e-3, 1e-3),
        ("exp − 1 of large numbers", DoubleDouble.ExpM1, x => FixedPoint.Exp(x) - FixedPoint.One, -3, 3),
        ("ln", DoubleDouble.Log, FixedPoint.Log, 0, 1e3),
        ("ln beside 1", DoubleDouble.Log, FixedPoint.Log, 0.999, 1.001),
        ("ln(1 + x)", DoubleDouble.LogP1, x => FixedPoint.Log(FixedPoint.One + x), -1e-9, 1e-9),
        ("tanh", DoubleDouble.Tanh, Tanh, -30, 30),
        ("tanh of small numbers", DoubleDouble.Tanh, Tanh, -1e-6, 1e-6),
        ("sinh", DoubleDouble.Sinh, x => (FixedPoint.Exp(x) - FixedPoint.Exp(-x)) / 2, -3, 3),
        ("cosh", DoubleDouble.Cosh, x => (FixedPoint.Exp(x) + FixedPoint.Exp(-x)) / 2, -3, 3),
        ("sin", DoubleDouble.Sin, FixedPoint.Sin, -100, 100),
        ("cos", DoubleDouble.Cos, FixedPoint.Cos, -100, 100),
        ("tan of the angle", x => DoubleDouble.Tan(DoubleDouble.Atan2(x, 1)), x => x, -5, 5),
        ("sin of the angle", x => DoubleDouble.Sin(DoubleDouble.Atan2(x, DoubleDouble.Sqrt(1 - x * x))), x => x, -1, 1),
        ("fifth root's power", x => DoubleDouble.Pow(DoubleDouble.RootN(x, 5), 5), x => x, -3, 3),
        ("x^3.5", x => DoubleDouble.Pow(x, 3.5), x => FixedPoint.Root(Power(x, 7)), 0, 9),
        ("x⁻⁷", x => DoubleDouble.Pow(x, -7), x => FixedPoint.Over(FixedPoint.One, Power(x, 7)), 0.5, 3),
        ("hypot", x => DoubleDouble.Hypot(x, 3), x => FixedPoint.Root(FixedPoint.Times(x, x) + 9 * FixedPoint.One),
            -3, 3),
        ("arsinh of sinh", x => DoubleDouble.Asinh(DoubleDouble.Sinh(x)), x => x, -3, 3),
        ("arcosh of cosh", x => DoubleDouble.Acosh(DoubleDouble.Cosh(x)), x => x, 1, 3),
        ("artanh of tanh", x => DoubleDouble.Atanh(DoubleDouble.Tanh(x)), x => x, -1, 1),
    ];

    private static IEnumerable<TestCaseData> KnownFunctions => Known
        .Select((function, k) => new TestCaseData(k).SetArgDisplayNames(function.Name));

    private static IEnumerable<TestCaseData> Functions => Enumerable
        .Range(0, ElementaryFunctions<DoubleDouble>.All.Count)
        .Select(k => new TestCaseData(k).SetArgDisplayNames(ElementaryFunctions<DoubleDouble>.All[k].Name));

    [TestCaseSource(nameof(KnownFunctions))]
    public void Thirty_digits_are_right(int function)
    {
        var (_, of, exact, from, to) = Known[function];
        foreach (var x in PointsOf(function, from, to))
            Assert.That(
                FixedPoint.RelativeError(of(x), exact(FixedPoint.Of(x))), Is.LessThan(Tolerances.DoubleDoubleRounding),
                $"at x = {x}");
    }

    [TestCaseSource(nameof(Functions))]
    public void Every_function_is_that_of_double_with_more_digits(int function)
    {
        var (_, of, from, to) = ElementaryFunctions<DoubleDouble>.All[function];
        foreach (var x in PointsOf(function, from, to))
        {
            var plain = ElementaryFunctions<double>.All[function].Of(x.High);
            Assert.That(of(x.High).High,
                Is.EqualTo(plain).Within(Tolerances.DualRounding * Math.Max(1, Math.Abs(plain))), $"at x = {x}");
        }
    }

    [Test]
    public void Sums_keep_what_double_drops()
    {
        DoubleDouble x = 1;
        Assert.That((x + 1e-25 - x).High, Is.EqualTo(1e-25).Within(Tolerances.DoubleDoubleRounding));
        Assert.That((x - 1e-30 < x, x + 1e-30 == x, x + 1e-30 > x), Is.EqualTo((true, false, true)));
    }

    [Test]
    public void An_angle_of_many_turns_keeps_its_digits()
    {
        var angle = 10_000_000 * FixedPoint.One % (2 * FixedPoint.Pi);
        Assert.That(FixedPoint.RelativeError(DoubleDouble.Sin(1e7), FixedPoint.Sin(angle)),
            Is.LessThan(Tolerances.DoubleDoubleRounding));
    }

    private static BigInteger Tanh(BigInteger x)
    {
        var (up, down) = (FixedPoint.Exp(x), FixedPoint.Exp(-x));
        return FixedPoint.Over(up - down, up + down);
    }

    private static BigInteger Power(BigInteger x, int n) =>
        Enumerable.Repeat(x, n).Aggregate(FixedPoint.One, FixedPoint.Times);

    /// <summary>Points with digits in both parts.</summary>
    private static IEnumerable<DoubleDouble> PointsOf(int seed, double from, double to)
    {
        var random = new Random(seed);
        return Enumerable.Range(0, Points).Select(_ =>
            from + (to - from) * (random.NextDouble() + random.NextDouble() * (DoubleDouble)1e-17));
    }
}
