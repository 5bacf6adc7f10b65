namespace CnnVerified.Verification.Tests.Gradients;

/// <summary>Functions that embarrass difference quotients with a fixed step.</summary>
public class HardFunctions
{
    private static readonly (string Name, double X, Func<double, double> F, Func<double, double> Slope)[] Functions =
    [
        ("steep exponential", 0.01, x => Math.Exp(1000 * x), x => 1000 * Math.Exp(1000 * x)),
        ("steep sine", 0.7, x => Math.Sin(1e4 * x), x => 1e4 * Math.Cos(1e4 * x)),
        ("near cancellation", 0.3, x => 1e6 + x * x, x => 2 * x),
        ("tiny scale", 1e-8, x => Math.Sin(1e8 * x), x => 1e8 * Math.Cos(1e8 * x)),
        ("huge scale", 1e8, x => Math.Sin(1e-8 * x), x => 1e-8 * Math.Cos(1e-8 * x)),
        ("tiny values", 0.4, x => 1e-8 * Math.Exp(x), x => 1e-8 * Math.Exp(x)),
        ("huge values", 0.4, x => 1e8 * Math.Exp(x), x => 1e8 * Math.Exp(x)),
        ("logarithm near 0", 1e-6, Math.Log, x => 1 / x),
        ("square root near 0", 1e-7, Math.Sqrt, x => 0.5 / Math.Sqrt(x)),
        ("saturated sigmoid", -30, x => 1 / (1 + Math.Exp(-x)), x => Math.Exp(-x) / Math.Pow(1 + Math.Exp(-x), 2)),
        ("power at 0", 0, x => Math.Pow(1 + x, 9), x => 9 * Math.Pow(1 + x, 8)),
        ("narrow bell", 0.5, x => Math.Exp(-Math.Pow((x - 0.501) * 1e3, 2)),
            x => -2e6 * (x - 0.501) * Math.Exp(-Math.Pow((x - 0.501) * 1e3, 2))),
    ];

    private static IEnumerable<TestCaseData> Cases =>
        Functions.Select(f => new TestCaseData(f.X, f.F, f.Slope).SetArgDisplayNames(f.Name));

    [TestCaseSource(nameof(Cases))]
    public void A_right_derivative_is_correct(double x, Func<double, double> f, Func<double, double> slope) =>
        Assert.That(
            GradientCheck.Of(v => f(v[0]), v => [slope(v[0])]).At(new Tensor<double>(new Shape(1), x)),
            Has.CorrectGradients);

    [TestCaseSource(nameof(Cases))]
    public void A_derivative_wrong_by_a_millionth_is_wrong(
        double x, Func<double, double> f, Func<double, double> slope) =>
        Assert.That(
            GradientCheck.Of(v => f(v[0]), v => [slope(v[0]) * (1 + 2 * Tolerances.Resolution)])
                .At(new Tensor<double>(new Shape(1), x)).Run().Count(Verdict.Wrong),
            Is.EqualTo(1));

    [Test]
    public void Noise_that_hides_the_derivative_is_inconclusive_and_does_not_pass()
    {
        var check = GradientCheck.Of(x => 1e12 + 1e-6 * x[0], _ => [1e-6]).At(1);
        Assert.That(check.Run().Count(Verdict.Inconclusive), Is.EqualTo(1));
        Assert.That(check.Run().Passed, Is.False);
        Assert.That(check.WaiveInconclusive("the constant swallows it").Run().Passed, Is.True);
    }
}
