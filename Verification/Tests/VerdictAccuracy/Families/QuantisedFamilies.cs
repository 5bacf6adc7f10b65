using static CnnVerified.Verification.Tests.VerdictAccuracy.Elementary;
using static CnnVerified.Verification.Tests.VerdictAccuracy.Family;

namespace CnnVerified.Verification.Tests.VerdictAccuracy.Families;

/// <summary>Functions whose values, or whose arguments, are rounded to a grid.</summary>
internal static class QuantisedFamilies
{
    public static IEnumerable<Family> All =>
    [
        Of("sin(x) rounded to 1e-5", x => Math.Round(Sin(x), 5), Cos),
        Of("sin(x) rounded to 1e-2", x => Math.Round(Sin(x), 2), Cos),
        Of("sin(x) rounded to 1e-9", x => Math.Round(Sin(x), 9), Cos),
        Of("exp(x) cut off at 1/1024", x => Math.Floor(Exp(x) * 1024) / 1024, Exp),
        Of("x² in fixed point, 16 bits behind", x => Math.Round(x * x * 65536) / 65536, x => 2 * x),
        Of("sin(x rounded to 1e-4)", x => Sin(Math.Round(x, 4)), Cos),
        Of("1e6 sin(x) rounded to whole numbers", x => Math.Round(1e6 * Sin(x)), x => 1e6 * Cos(x)),
        Of("3 x - 1 rounded to 1e-4", x => Math.Round(3 * x - 1, 4), _ => 3),
    ];
}
