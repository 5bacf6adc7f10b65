using static CnnVerified.Verification.Tests.VerdictAccuracy.Elementary;

namespace CnnVerified.Verification.Tests.VerdictAccuracy.Families;

/// <summary>Functions whose slope drowns in the rounding of their value.</summary>
internal static class SaturatedFamilies
{
    private const string Drowned =
        "in the tails f is 1 to the last bit, or all its digits move by less than they are rounded: the slope is not "
        + "in the values.";

    public static IEnumerable<Family> All =>
    [
        Of("sigmoid(x), |x| < 40", x => 1 / (1 + Exp(-x)), x => Exp(-Abs(x)) / Power(1 + Exp(-Abs(x)), 2),
            r => r.Uniform(-40, 40)),
        Of("tanh(x), |x| < 20", Tanh, x => 4 * Exp(-2 * Abs(x)) / Power(1 + Exp(-2 * Abs(x)), 2),
            r => r.Uniform(-20, 20)),
        Of("log(1 + exp(x)), |x| < 40", x => Log(1 + Exp(x)), x => 1 / (1 + Exp(-x)), r => r.Uniform(-40, 40)),
        Of("1 - exp(-x²/2), x in 0..9", x => 1 - Exp(-x * x / 2), x => x * Exp(-x * x / 2), r => r.Uniform(0, 9)),
    ];

    private static Family Of(
        string name, Func<double, double> f, Func<double, double> slope, Func<Random, double> draw) =>
        Family.Of(Kind.Saturated, name, f, slope, draw) with { Undecidable = Drowned };
}
