using CnnVerified.Verification.Tests.Kernels;

namespace CnnVerified.Verification.Tests.VerdictAccuracy;

/// <summary>The elementary functions of the families are as good as the platform's.</summary>
internal sealed class ElementaryTests
{
    // Both are good to a few roundings each; a wrong coefficient shows in half of the digits.
    private const long Roundings = 8;

    private static IEnumerable<TestCaseData> Functions =>
    [
        Function("exp", Elementary.Exp, Math.Exp, -700, 700), Function("log", Elementary.Log, Math.Log, 0, 5),
        Function("sin", Elementary.Sin, Math.Sin, -1e7, 1e7), Function("cos", Elementary.Cos, Math.Cos, -10, 10),
        Function("tan", Elementary.Tan, Math.Tan, -1.57, 1.57), Function("tanh", Elementary.Tanh, Math.Tanh, -2, 2),
        Function("cosh", Elementary.Cosh, Math.Cosh, -3, 3), Function("atan", Elementary.Atan, Math.Atan, -5, 5),
        Function("asin", Elementary.Asin, Math.Asin, -1, 1), Function("acos", Elementary.Acos, Math.Acos, -1, 1),
        Function("atanh", Elementary.Atanh, Math.Atanh, -1, 1), Function("acosh", Elementary.Acosh, Math.Acosh, 1, 3),
    ];

    [TestCaseSource(nameof(Functions))]
    public void Agree_with_the_platform(
        Func<double, double> own, Func<double, double> platform, double low, double high)
    {
        var random = new Random(1);
        for (var k = 0; k < 10_000; k++)
        {
            var x = random.Uniform(low, high);
            var expected = platform(x);
            Assert.That(Ulps.Between(own(x), expected), Is.LessThanOrEqualTo(Roundings), () => $"at {x:R}");
        }
    }

    private static TestCaseData Function(
        string name, Func<double, double> own, Func<double, double> platform, double low, double high) =>
        new TestCaseData(own, platform, low, high).SetArgDisplayNames(name);
}
