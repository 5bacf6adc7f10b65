namespace CnnVerified.Verification.DoubleDoubles;

/// <content>Exponentials, logarithms, hyperbolic functions, powers and roots.</content>
internal readonly partial struct DoubleDouble
{
    private const double MostExponent = 709.78;

    private static readonly DoubleDouble Ln2 = new(0.6931471805599453, 2.3190468138462996e-17);
    private static readonly DoubleDouble Ln10 = new(2.302585092994046, -2.1707562233822494e-16);
    private const double Ln2Rest = 5.707708438416212e-34;

    /// <summary>1/k! for k from 0 on: as many as series of arguments up to π/4 need.</summary>
    private static readonly DoubleDouble[] InverseFactorials = Factorials(30);

    private static DoubleDouble[] Factorials(int count)
    {
        var inverses = new DoubleDouble[count];
        inverses[0] = 1;
        for (var k = 1; k < count; k++) inverses[k] = inverses[k - 1] / k;
        return inverses;
    }

    /// <summary>eˣ = 2ⁿ·eʳ with |r| ≤ ½·ln 2.</summary>
    public static DoubleDouble Exp(DoubleDouble x) => Once(x, static x =>
    {
        if (!(x.High < MostExponent)) return Math.Exp(x.High);
        var n = Math.Round(x.High / Ln2.High);
        if (n < -1100) return 0;
        var r = x - (DoubleDouble)n * Ln2.High - (DoubleDouble)n * Ln2.Low - n * Ln2Rest;
        return ScaleB(1 + SmallExpM1(r), (int)n);
    });

    /// <summary>eˣ − 1, with all digits near 0 as well.</summary>
    public static DoubleDouble ExpM1(DoubleDouble x) => Once(x, static x =>
        x.High == 0 ? x : Math.Abs(x.High) < 0.35 ? SmallExpM1(x) : Exp(x) - 1);

    /// <summary>ln x = k·ln 2 + ln(1 + d) with x = 2ᵏ·(1 + d).</summary>
    public static DoubleDouble Log(DoubleDouble x) => Once(x, static x =>
    {
        if (!(x.High > 0) || double.IsInfinity(x.High)) return Math.Log(x.High);
        var k = Math.ILogB(x.High * 0.75) + 1;
        return k * Ln2 + SmallLogP1(ScaleB(x, -k) - 1);
    });

    /// <summary>ln(1 + x), with all digits near 0 as well.</summary>
    public static DoubleDouble LogP1(DoubleDouble x) => Once(x, static x =>
        x.High == 0 ? x : Math.Abs(x.High) < 0.3 ? SmallLogP1(x) : Log(1 + x));

    /// <summary>tanh x = −m/(2 + m) for x ≥ 0, m = e⁻²ˣ − 1.</summary>
    public static DoubleDouble Tanh(DoubleDouble x) => Once(x, static x =>
    {
        var m = ExpM1(-2 * Abs(x));
        return CopySign(m / (2 + m), x);
    });

    /// <summary>sinh x = (m + m/(m + 1))/2 for x ≥ 0, m = eˣ − 1.</summary>
    public static DoubleDouble Sinh(DoubleDouble x) => Once(x, static x =>
    {
        var m = ExpM1(Abs(x));
        return CopySign(double.IsInfinity(m.High) ? m : (m + m / (m + 1)) / 2, x);
    });

    /// <summary>cosh x = (eˣ + e⁻ˣ)/2.</summary>
    public static DoubleDouble Cosh(DoubleDouble x) => Once(x, static x => (Exp(x) + Exp(-x)) / 2);

    /// <summary>arsinh x = ln(1 + x + x²/(1 + √(1 + x²))) for x ≥ 0.</summary>
    public static DoubleDouble Asinh(DoubleDouble x) => Once(x, static x =>
    {
        var a = Abs(x);
        return CopySign(a.High > 1e100 ? Log(a) + Ln2 : LogP1(a + a * a / (1 + Sqrt(1 + a * a))), x);
    });

    /// <summary>arcosh x = ln(1 + t + √(2t + t²)), t = x − 1.</summary>
    public static DoubleDouble Acosh(DoubleDouble x) => Once(x, static x =>
        x.High > 1e100 ? Log(x) + Ln2 : LogP1(x - 1 + Sqrt(2 * (x - 1) + (x - 1) * (x - 1))));

    /// <summary>artanh x = ½·ln(1 + 2x/(1 − x)).</summary>
    public static DoubleDouble Atanh(DoubleDouble x) => Once(x, static x => LogP1(2 * x / (1 - x)) / 2);

    /// <summary>
    /// xʸ: products for small whole y, otherwise e^(y·ln x), whose relative error is that of y·ln x times its size.
    /// </summary>
    public static DoubleDouble Pow(DoubleDouble x, DoubleDouble y) => Once(x, y, static (x, y) =>
    {
        var plain = Math.Pow(x.High, y.High);
        if (!double.IsFinite(plain) || plain == 0 || y.High == 0) return plain;
        if (IsInteger(y) && Math.Abs(y.High) <= 64) return WholePower(x, (int)y.High);
        var power = Exp(y * Log(Abs(x)));
        return double.IsNegative(plain) ? -power : power;
    });

    /// <summary>The n-th root: Newton's method from the root in double.</summary>
    public static DoubleDouble RootN(DoubleDouble x, int n) => Once(x, n, static (x, n) =>
    {
        DoubleDouble root = double.RootN(x.High, (int)n.High);
        if (!double.IsFinite(root.High) || root.High == 0) return root;
        for (var step = 0; step < 2; step++)
            root -= root * (1 - x / WholePower(root, (int)n.High)) / n;
        return root;
    });

    /// <summary>√(x² + y²), scaled so that no square overflows.</summary>
    public static DoubleDouble Hypot(DoubleDouble x, DoubleDouble y) => Once(x, y, static (x, y) =>
    {
        var plain = double.Hypot(x.High, y.High);
        if (!double.IsFinite(plain) || plain == 0) return plain;
        var k = Math.ILogB(plain);
        var (a, b) = (ScaleB(x, -k), ScaleB(y, -k));
        return ScaleB(Sqrt(a * a + b * b), k);
    });

    static DoubleDouble IRootFunctions<DoubleDouble>.Cbrt(DoubleDouble x) => RootN(x, 3);

    static DoubleDouble IExponentialFunctions<DoubleDouble>.Exp2(DoubleDouble x) => Once(x, static x => Exp(x * Ln2));

    static DoubleDouble IExponentialFunctions<DoubleDouble>.Exp10(DoubleDouble x) => Once(x, static x => Exp(x * Ln10));

    static DoubleDouble ILogarithmicFunctions<DoubleDouble>.Log2(DoubleDouble x) => Once(x, static x => Log(x) / Ln2);

    static DoubleDouble ILogarithmicFunctions<DoubleDouble>.Log10(DoubleDouble x) => Once(x, static x => Log(x) / Ln10);

    static DoubleDouble ILogarithmicFunctions<DoubleDouble>.Log(DoubleDouble x, DoubleDouble newBase) =>
        Once(x, newBase, static (x, newBase) =>
            Math.Log(x.High, newBase.High) is var plain && !double.IsFinite(plain) ? plain : Log(x) / Log(newBase));

    /// <summary>x·2ⁿ in steps that do not leave the range before the result does.</summary>
    public static DoubleDouble ScaleB(DoubleDouble x, int n)
    {
        var high = Math.ScaleB(x.High, n);
        return double.IsFinite(high) && high != 0 ? new DoubleDouble(high, Math.ScaleB(x.Low, n)) : high;
    }

    /// <summary>eʳ − 1 by its series, which ends at r²⁶/26!, under 10⁻³⁴ of the sum for |r| ≤ 0.35.</summary>
    private static DoubleDouble SmallExpM1(DoubleDouble r)
    {
        var sum = InverseFactorials[26];
        for (var k = 25; k >= 1; k--) sum = sum * r + InverseFactorials[k];
        return sum * r;
    }

    /// <summary>
    /// ln(1 + d) for |d| ≤ ½: from y in double, y + 2·(d − m)/(2 + d + m) with m = e^y − 1, which triples its digits.
    /// </summary>
    private static DoubleDouble SmallLogP1(DoubleDouble d)
    {
        var u = 1 + d.High;
        var y = u == 1 ? d.High : Math.Log(u) * d.High / (u - 1);
        var m = ExpM1(y);
        return y + 2 * (d - m) / (2 + d + m);
    }

    private static DoubleDouble WholePower(DoubleDouble x, int n)
    {
        DoubleDouble power = 1;
        for (var rest = Math.Abs(n); rest > 0; rest >>= 1, x *= x)
            if ((rest & 1) != 0) power *= x;
        return n < 0 ? 1 / power : power;
    }
}
