namespace CnnVerified.Verification.Tests.DoubleDoubles;

/// <summary>
/// Whole numbers in units of 2⁻⁴⁰⁰: some 120 digits behind the point, and functions by their plain series.
/// </summary>
internal static class FixedPoint
{
    private const int Bits = 400;

    public static BigInteger One { get; } = BigInteger.One << Bits;

    public static BigInteger Of(DoubleDouble x) => Of(x.High) + Of(x.Low);

    /// <summary>|x − exact| as a share of the exact number.</summary>
    public static double RelativeError(DoubleDouble x, BigInteger exact) =>
        (double)(BigInteger.Abs(Of(x) - exact) * One / BigInteger.Abs(exact)) * Math.ScaleB(1, -Bits);

    public static BigInteger Times(BigInteger a, BigInteger b) => a * b >> Bits;

    public static BigInteger Over(BigInteger a, BigInteger b) => (a << Bits) / b;

    public static BigInteger Root(BigInteger x)
    {
        var root = Of(Math.Sqrt((double)x * Math.ScaleB(1, -Bits)));
        for (var step = 0; step < 6; step++) root = (root + Over(x, root)) / 2;
        return root;
    }

    /// <summary>Σ xᵏ/k!; of −x where x is negative.</summary>
    public static BigInteger Exp(BigInteger x)
    {
        if (x < 0) return Over(One, Exp(-x));
        var (sum, term) = (One, One);
        for (var k = 1; !term.IsZero; k++) sum += term = Times(term, x) / k;
        return sum;
    }

    /// <summary>The y with e^y = x, by steps that triple its digits.</summary>
    public static BigInteger Log(BigInteger x)
    {
        var y = Of(Math.Log((double)x * Math.ScaleB(1, -Bits)));
        for (var step = 0; step < 3; step++) y += 2 * Over(x - Exp(y), x + Exp(y));
        return y;
    }

    /// <summary>x − x³/3! + x⁵/5! − …</summary>
    public static BigInteger Sin(BigInteger x) => Alternating(x, x, 1);

    /// <summary>1 − x²/2! + x⁴/4! − …</summary>
    public static BigInteger Cos(BigInteger x) => Alternating(x, One, 0);

    /// <summary>The y beside 3 with sin y = 0, by steps that triple its digits.</summary>
    public static BigInteger Pi { get; } = Enumerable.Range(0, 6).Aggregate(3 * One, (y, _) => y + Sin(y));

    private static BigInteger Alternating(BigInteger x, BigInteger term, int k)
    {
        var (sum, square) = (BigInteger.Zero, Times(x, x));
        for (; !term.IsZero && term != -1; k += 2)
        {
            sum += term;
            term = -Times(term, square) / ((k + 1) * (k + 2));
        }
        return sum;
    }

    private static BigInteger Of(double x)
    {
        if (x == 0) return 0;
        var exponent = Math.ILogB(x) - 52;
        var digits = new BigInteger(Math.ScaleB(x, -exponent));
        return exponent + Bits >= 0 ? digits << (exponent + Bits) : digits >> -(exponent + Bits);
    }
}
