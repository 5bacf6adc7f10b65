namespace CnnVerified.Verification.DoubleDoubles;

/// <content>Circular functions and their inverses.</content>
internal readonly partial struct DoubleDouble
{
    private static readonly DoubleDouble Pi = new(3.141592653589793, 1.2246467991473532e-16);

    /// <summary>π/2 in four parts, whose products with whole numbers come with their rounding error.</summary>
    private static readonly double[] HalfPi =
        [1.5707963267948966, 6.123233995736766e-17, -1.4973849048591698e-33, 5.562271104316826e-50];

    /// <summary>
    /// Beyond this size the number of quarter turns is no whole double, and an angle is not a number here.
    /// </summary>
    private const double MostAngle = 1L << 50;

    /// <summary>sin x.</summary>
    public static DoubleDouble Sin(DoubleDouble x) => Once(x, static x => x.High == 0 ? x : Turned(x, 0));

    /// <summary>cos x = sin(x + π/2).</summary>
    public static DoubleDouble Cos(DoubleDouble x) => Once(x, static x => Turned(x, 1));

    /// <summary>tan x = sin x/cos x.</summary>
    public static DoubleDouble Tan(DoubleDouble x) => Once(x, static x => Sin(x) / Cos(x));

    /// <summary>
    /// The angle of the point (x, y): one step from the angle in double, whose error is as small as its sine.
    /// </summary>
    public static DoubleDouble Atan2(DoubleDouble y, DoubleDouble x) => Once(y, x, static (y, x) =>
    {
        var angle = Math.Atan2(y.High, x.High);
        var radius = Hypot(x, y);
        if (angle == 0 || !double.IsFinite(radius.High) || radius.High == 0) return angle;
        return angle + (y / radius * Cos(angle) - x / radius * Sin(angle));
    });

    static DoubleDouble ITrigonometricFunctions<DoubleDouble>.Atan(DoubleDouble x) => Atan2(x, 1);

    static DoubleDouble ITrigonometricFunctions<DoubleDouble>.Asin(DoubleDouble x) => Asin(x);

    static DoubleDouble ITrigonometricFunctions<DoubleDouble>.Acos(DoubleDouble x) => Acos(x);

    static DoubleDouble ITrigonometricFunctions<DoubleDouble>.AtanPi(DoubleDouble x) =>
        Once(x, static x => Atan2(x, 1) / Pi);

    static DoubleDouble ITrigonometricFunctions<DoubleDouble>.AsinPi(DoubleDouble x) =>
        Once(x, static x => Asin(x) / Pi);

    static DoubleDouble ITrigonometricFunctions<DoubleDouble>.AcosPi(DoubleDouble x) =>
        Once(x, static x => Acos(x) / Pi);

    static DoubleDouble IFloatingPointIeee754<DoubleDouble>.Atan2Pi(DoubleDouble y, DoubleDouble x) =>
        Once(y, x, static (y, x) => Atan2(y, x) / Pi);

    static (DoubleDouble Sin, DoubleDouble Cos) ITrigonometricFunctions<DoubleDouble>.SinCos(DoubleDouble x) =>
        (Sin(x), Cos(x));

    static DoubleDouble ITrigonometricFunctions<DoubleDouble>.SinPi(DoubleDouble x) => SinPi(x);

    static DoubleDouble ITrigonometricFunctions<DoubleDouble>.CosPi(DoubleDouble x) => CosPi(x);

    static DoubleDouble ITrigonometricFunctions<DoubleDouble>.TanPi(DoubleDouble x) =>
        Once(x, static x => SinPi(x) / CosPi(x));

    static (DoubleDouble SinPi, DoubleDouble CosPi) ITrigonometricFunctions<DoubleDouble>.SinCosPi(DoubleDouble x) =>
        (SinPi(x), CosPi(x));

    private static DoubleDouble SinPi(DoubleDouble x) => Once(x, static x => Sin(Pi * WithinATurn(x)));

    private static DoubleDouble CosPi(DoubleDouble x) => Once(x, static x => Cos(Pi * WithinATurn(x)));

    private static DoubleDouble Asin(DoubleDouble x) => Once(x, static x => Atan2(x, Sqrt((1 - x) * (1 + x))));

    private static DoubleDouble Acos(DoubleDouble x) => Once(x, static x => Atan2(Sqrt((1 - x) * (1 + x)), x));

    private static DoubleDouble WithinATurn(DoubleDouble x) => x - 2 * Round(x / 2, 0, MidpointRounding.ToEven);

    /// <summary>sin(x + quarters·π/2) by the series of the sine or the cosine of |r| ≤ π/4, x = n·π/2 + r.</summary>
    private static DoubleDouble Turned(DoubleDouble x, int quarters)
    {
        if (!(Math.Abs(x.High) <= MostAngle)) return double.NaN;
        var n = Math.Round(x.High / HalfPi[0]);
        var r = x;
        foreach (var part in HalfPi) r -= (DoubleDouble)n * part;
        var quadrant = (int)(((long)n + quarters) & 3);
        var k = (quadrant & 1) == 0 ? 29 : 28;
        var (square, sum) = (r * r, InverseFactorials[k]);
        for (k -= 2; k >= 0; k -= 2) sum = InverseFactorials[k] - sum * square;
        if ((quadrant & 1) == 0) sum *= r;
        return quadrant < 2 ? sum : -sum;
    }
}
