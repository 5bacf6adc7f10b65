namespace CnnVerified.Verification.Tracing;

/// <content>The operations, each by the name of its member. What rounds is no step: it is constant nearby.</content>
internal readonly partial struct Traced
{
    public static Traced operator +(Traced x, Traced y) => Of(x, y, "+");
    public static Traced operator -(Traced x, Traced y) => Of(x, y, "−");
    public static Traced operator *(Traced x, Traced y) => Of(x, y, "·");
    public static Traced operator /(Traced x, Traced y) => Of(x, y, "/");
    public static Traced operator -(Traced x) => Of(x, "negation");
    public static Traced operator +(Traced x) => x;
    public static Traced operator ++(Traced x) => Of(x, One, "+");
    public static Traced operator --(Traced x) => Of(x, One, "−");
    static Traced IModulusOperators<Traced, Traced, Traced>.operator %(Traced x, Traced y) => Of(x, y, "%");

    public static Traced Abs(Traced x) => Of(x);
    public static Traced Exp(Traced x) => Of(x);
    static Traced IExponentialFunctions<Traced>.Exp2(Traced x) => Of(x);
    static Traced IExponentialFunctions<Traced>.Exp10(Traced x) => Of(x);
    public static Traced Log(Traced x) => Of(x);
    static Traced ILogarithmicFunctions<Traced>.Log2(Traced x) => Of(x);
    static Traced ILogarithmicFunctions<Traced>.Log10(Traced x) => Of(x);
    static Traced ILogarithmicFunctions<Traced>.Log(Traced x, Traced newBase) => Of(x, newBase);
    public static Traced Sqrt(Traced x) => Of(x);
    static Traced IRootFunctions<Traced>.Cbrt(Traced x) => Of(x);
    static Traced IRootFunctions<Traced>.Hypot(Traced x, Traced y) => Of(x, y);
    static Traced IRootFunctions<Traced>.RootN(Traced x, int n) => Of(x, new Traced(n));
    public static Traced Pow(Traced x, Traced y) => Of(x, y);
    public static Traced Sin(Traced x) => Of(x);
    public static Traced Cos(Traced x) => Of(x);
    static Traced ITrigonometricFunctions<Traced>.Tan(Traced x) => Of(x);
    static (Traced Sin, Traced Cos) ITrigonometricFunctions<Traced>.SinCos(Traced x) => (Sin(x), Cos(x));
    static Traced ITrigonometricFunctions<Traced>.SinPi(Traced x) => Of(x);
    static Traced ITrigonometricFunctions<Traced>.CosPi(Traced x) => Of(x);
    static Traced ITrigonometricFunctions<Traced>.TanPi(Traced x) => Of(x);
    static (Traced SinPi, Traced CosPi) ITrigonometricFunctions<Traced>.SinCosPi(Traced x) =>
        (Of(x, "SinPi"), Of(x, "CosPi"));
    static Traced ITrigonometricFunctions<Traced>.Asin(Traced x) => Of(x);
    static Traced ITrigonometricFunctions<Traced>.AsinPi(Traced x) => Of(x);
    static Traced ITrigonometricFunctions<Traced>.Acos(Traced x) => Of(x);
    static Traced ITrigonometricFunctions<Traced>.AcosPi(Traced x) => Of(x);
    static Traced ITrigonometricFunctions<Traced>.Atan(Traced x) => Of(x);
    static Traced ITrigonometricFunctions<Traced>.AtanPi(Traced x) => Of(x);
    static Traced IFloatingPointIeee754<Traced>.Atan2(Traced y, Traced x) => Of(y, x);
    static Traced IFloatingPointIeee754<Traced>.Atan2Pi(Traced y, Traced x) => Of(y, x);
    static Traced IHyperbolicFunctions<Traced>.Sinh(Traced x) => Of(x);
    static Traced IHyperbolicFunctions<Traced>.Cosh(Traced x) => Of(x);
    public static Traced Tanh(Traced x) => Of(x);
    static Traced IHyperbolicFunctions<Traced>.Asinh(Traced x) => Of(x);
    static Traced IHyperbolicFunctions<Traced>.Acosh(Traced x) => Of(x);
    static Traced IHyperbolicFunctions<Traced>.Atanh(Traced x) => Of(x);
    static Traced IFloatingPointIeee754<Traced>.FusedMultiplyAdd(Traced x, Traced y, Traced z) => x * y + z;
    static Traced IFloatingPointIeee754<Traced>.ScaleB(Traced x, int n) => x * new Traced(Math.ScaleB(1, n));
    static Traced IFloatingPointIeee754<Traced>.BitIncrement(Traced x) => Of(x);
    static Traced IFloatingPointIeee754<Traced>.BitDecrement(Traced x) => Of(x);
    static Traced IFloatingPointIeee754<Traced>.Ieee754Remainder(Traced x, Traced y) => Of(x, y);
    static Traced IFloatingPoint<Traced>.Round(Traced x, int digits, MidpointRounding mode) =>
        new(Math.Round(x.Value, digits, mode));
    public static Traced Max(Traced x, Traced y) => Of(x, y);
    public static Traced Min(Traced x, Traced y) => Of(x, y);
    static Traced INumber<Traced>.MaxNumber(Traced x, Traced y) => Of(x, y);
    static Traced INumber<Traced>.MinNumber(Traced x, Traced y) => Of(x, y);
    static Traced INumber<Traced>.MaxNative(Traced x, Traced y) => Of(x, y, "Max");
    static Traced INumber<Traced>.MinNative(Traced x, Traced y) => Of(x, y, "Min");
    static Traced INumberBase<Traced>.MaxMagnitude(Traced x, Traced y) => Of(x, y);
    static Traced INumberBase<Traced>.MinMagnitude(Traced x, Traced y) => Of(x, y);
    static Traced INumberBase<Traced>.MaxMagnitudeNumber(Traced x, Traced y) => Of(x, y, "MaxMagnitude");
    static Traced INumberBase<Traced>.MinMagnitudeNumber(Traced x, Traced y) => Of(x, y, "MinMagnitude");

    /// <summary>A function of one number by its name.</summary>
    public static T Function<T>(string name, T x) where T : IFloatingPointIeee754<T> => name switch
    {
        "negation" => -x,
        "Abs" => T.Abs(x),
        "Exp" => T.Exp(x),
        "Exp2" => T.Exp2(x),
        "Exp10" => T.Exp10(x),
        "Log" => T.Log(x),
        "Log2" => T.Log2(x),
        "Log10" => T.Log10(x),
        "Sqrt" => T.Sqrt(x),
        "Cbrt" => T.Cbrt(x),
        "Sin" => T.Sin(x),
        "Cos" => T.Cos(x),
        "Tan" => T.Tan(x),
        "SinPi" => T.SinPi(x),
        "CosPi" => T.CosPi(x),
        "TanPi" => T.TanPi(x),
        "Asin" => T.Asin(x),
        "AsinPi" => T.AsinPi(x),
        "Acos" => T.Acos(x),
        "AcosPi" => T.AcosPi(x),
        "Atan" => T.Atan(x),
        "AtanPi" => T.AtanPi(x),
        "Sinh" => T.Sinh(x),
        "Cosh" => T.Cosh(x),
        "Tanh" => T.Tanh(x),
        "Asinh" => T.Asinh(x),
        "Acosh" => T.Acosh(x),
        "Atanh" => T.Atanh(x),
        "BitIncrement" => T.BitIncrement(x),
        "BitDecrement" => T.BitDecrement(x),
        _ => throw new NotSupportedException(name),
    };

    private static T Function<T>(string name, T x, T y) where T : IFloatingPointIeee754<T> => name switch
    {
        "+" => x + y,
        "−" => x - y,
        "·" => x * y,
        "/" => x / y,
        "%" => x % y,
        "Pow" => T.Pow(x, y),
        "Log" => T.Log(x, y),
        "Hypot" => T.Hypot(x, y),
        "RootN" => T.RootN(x, int.CreateChecked(y)),
        "Atan2" => T.Atan2(x, y),
        "Atan2Pi" => T.Atan2Pi(x, y),
        "Max" => T.Max(x, y),
        "Min" => T.Min(x, y),
        "MaxNumber" => T.MaxNumber(x, y),
        "MinNumber" => T.MinNumber(x, y),
        "MaxMagnitude" => T.MaxMagnitude(x, y),
        "MinMagnitude" => T.MinMagnitude(x, y),
        "Ieee754Remainder" => T.Ieee754Remainder(x, y),
        _ => throw new NotSupportedException(name),
    };
}
