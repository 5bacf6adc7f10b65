namespace CnnVerified.Verification.Tests.DualNumbers;

/// <summary>Value and derivative of every function, at random points of an interval on which it is smooth.</summary>
public class FunctionTests
{
    private const int Points = 25;

    /// <summary>For doubles some processors fuse these into one operation, so the last bits may differ.</summary>
    private static readonly string[] Estimates = ["MultiplyAddEstimate", "Lerp"];

    private static IEnumerable<TestCaseData> Functions => Enumerable.Range(0, ElementaryFunctions<Dual>.All.Count)
        .Select(k => new TestCaseData(k).SetArgDisplayNames(ElementaryFunctions<Dual>.All[k].Name));

    private static IEnumerable<TestCaseData> FunctionsWithoutEstimates => Functions
        .Where(function => !Estimates.Contains(ElementaryFunctions<Dual>.All[(int)function.Arguments[0]!].Name));

    [TestCaseSource(nameof(Functions))]
    public void Derivative_is_the_slope_that_finite_differences_see(int function)
    {
        foreach (var x in PointsOf(function))
        {
            var exact = Slope(function, x);
            Assert.That(ElementaryFunctions<Dual>.All[function].Of(Dual.Variable(x)).Derivative,
                Is.EqualTo(exact).Within(Tolerances.DualStencil * Math.Max(1, Math.Abs(exact))), $"at x = {x:R}");
        }
    }

    [TestCaseSource(nameof(Functions))]
    public void Derivative_is_proportional_to_that_of_the_argument(int function)
    {
        var of = ElementaryFunctions<Dual>.All[function].Of;
        foreach (var x in PointsOf(function))
            Assert.That(of(new(x, -4)).Derivative, Is.EqualTo(-4 * of(new(x, 1)).Derivative), $"at x = {x:R}");
    }

    [TestCaseSource(nameof(Functions))]
    public void Constant_stays_constant(int function)
    {
        foreach (var x in PointsOf(function))
            Assert.That(ElementaryFunctions<Dual>.All[function].Of(x).Derivative, Is.Zero, $"at x = {x:R}");
    }

    [TestCaseSource(nameof(FunctionsWithoutEstimates))]
    public void Value_is_that_of_double_bit_for_bit(int function)
    {
        foreach (var x in PointsOf(function))
        {
            var bits = BitConverter.DoubleToInt64Bits(ElementaryFunctions<double>.All[function].Of(x));
            var value = ElementaryFunctions<Dual>.All[function].Of(Dual.Variable(x)).Value;
            Assert.That(BitConverter.DoubleToInt64Bits(value), Is.EqualTo(bits), $"at x = {x:R}");
        }
    }

    private static IEnumerable<double> PointsOf(int function)
    {
        var (_, _, from, to) = ElementaryFunctions<double>.All[function];
        var random = new Random(function);
        return Enumerable.Range(0, Points).Select(_ => from + (to - from) * random.NextDouble());
    }

    /// <summary>The five-point stencil for f′(x), which errs by h⁴·f⁽⁵⁾/30.</summary>
    private static double Slope(int function, double x)
    {
        var of = ElementaryFunctions<double>.All[function].Of;
        const double h = Tolerances.DualStencilStep;
        return (8 * (of(x + h) - of(x - h)) - (of(x + 2 * h) - of(x - 2 * h))) / (12 * h);
    }
}
