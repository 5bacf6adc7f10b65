using CnnVerified.Layers.Kernels.Elementwise;

namespace CnnVerified.Verification.Tests.VerdictAccuracy;

/// <summary>
/// Elementary functions from + − × ÷ √ alone, good to a few units in the last place. The platform's own differ in the
/// last bits from one C library to the next, and the counts of an approved table must not.
/// </summary>
internal static class Elementary
{
    public const double PI = Math.PI;

    // ln 2 and π/2 in parts with so many zeros at their ends that small multiples are exact.
    private const double Ln2High = 0.693147180369123816490, Ln2Low = 1.90821492927058770002e-10;
    private static readonly double[] HalfPi =
    [
        1.570796251296997, 7.549789415861596e-08, 5.390302529957765e-15, 3.2820035428735005e-22,
    ];

    public static double Abs(double x) => Math.Abs(x);

    public static double Sqrt(double x) => Math.Sqrt(x);

    public static double Max(double a, double b) => Math.Max(a, b);

    public static double Min(double a, double b) => Math.Min(a, b);

    /// <summary>xⁿ, one factor after the other.</summary>
    public static double Power(double x, int n) => n == 0 ? 1 : n == 1 ? x : Power(x, n - 1) * x;

    public static double PowerOfTen(double x) => Exp(x * 2.302585092994046);

    public static double Exp(double x)
    {
        if (!(x > -746)) return double.IsNaN(x) ? x : 0;
        if (x > 709.79) return double.PositiveInfinity;
        var n = Math.Round(x * 1.4426950408889634);
        return Math.ScaleB(1 + SmallExpMinusOne(x - n * Ln2High - n * Ln2Low), (int)n);
    }

    public static double Log(double x) => Logarithm.OfDouble(x);

    public static double Sin(double x) => Quarter(x, 0);

    public static double Cos(double x) => Quarter(x, 1);

    public static double Tan(double x) => Sin(x) / Cos(x);

    public static double Cosh(double x) => (Exp(x) + Exp(-x)) / 2;

    public static double Tanh(double x)
    {
        var e = Abs(x) < 0.17 ? SmallExpMinusOne(-2 * Abs(x)) : Exp(-2 * Abs(x)) - 1;
        return -e / (2 + e) * Math.Sign(x);
    }

    /// <summary>By the series where |x| is at most tan(π/16); the angle is halved until it is.</summary>
    public static double Atan(double x)
    {
        if (Abs(x) > 1) return Math.CopySign(PI / 2, x) - Atan(1 / x);
        if (Abs(x) > 0.19891236737965801) return 2 * Atan(x / (1 + Sqrt(1 + x * x)));
        var sum = 0.0;
        for (var k = 27; k > 1; k -= 2) sum = -x * x * (1.0 / k + sum);
        return x + x * sum;
    }

    public static double Asin(double x) => Atan(x / Sqrt((1 - x) * (1 + x)));

    public static double Acos(double x) => 2 * Atan(Sqrt((1 - x) / (1 + x)));

    public static double Atanh(double x) => Math.CopySign(LogOnePlus(2 * Abs(x) / (1 - Abs(x))) / 2, x);

    public static double Acosh(double x) => LogOnePlus(x - 1 + Sqrt((x - 1) * (x + 1)));

    private static double LogOnePlus(double x) => 1 + x == 1 ? x : Log(1 + x) * (x / (1 + x - 1));

    // eʳ − 1 by its series; |r| is at most ½ ln 2.
    private static double SmallExpMinusOne(double r)
    {
        var sum = 0.0;
        for (var k = 14; k > 2; k--) sum = r / k * (1 + sum);
        return r + r * r / 2 * (1 + sum);
    }

    // sin(x + quarters·π/2). Arguments so large that the parts of π/2 are not exact go by a period of 2π as rounded.
    private static double Quarter(double x, int quarters)
    {
        if (!double.IsFinite(x)) return double.NaN;
        if (Abs(x) > 1 << 29) x = Math.IEEERemainder(x, 2 * PI);
        var k = Math.Round(x * (2 / PI));
        var r = x - k * HalfPi[0] - k * HalfPi[1] - k * HalfPi[2] - k * HalfPi[3];
        quarters += (int)((long)k & 3);
        var (isCosine, sum) = ((quarters & 1) == 1, 0.0);
        for (var j = isCosine ? 18 : 19; j > (isCosine ? 2 : 3); j -= 2) sum = -r * r / (j * (j - 1)) * (1 + sum);
        var term = isCosine ? 1 - r * r / 2 * (1 + sum) : r - r * r * r / 6 * (1 + sum);
        return (quarters & 2) == 0 ? term : -term;
    }
}
