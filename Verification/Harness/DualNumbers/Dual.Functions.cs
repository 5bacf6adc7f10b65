namespace CnnVerified.Verification;

/// <content>
/// The remaining functions that <see cref="IFloatingPointIeee754{TSelf}"/> asks for: each gives its value, then slopes.
/// </content>
public readonly partial struct Dual
{
    private static readonly double Ln2 = Math.Log(2), Ln10 = Math.Log(10);

    static Dual IExponentialFunctions<Dual>.Exp2(Dual x) => Chain(double.Exp2(x.Value), x, double.Exp2(x.Value) * Ln2);

    static Dual IExponentialFunctions<Dual>.Exp10(Dual x) =>
        Chain(double.Exp10(x.Value), x, double.Exp10(x.Value) * Ln10);

    static Dual ILogarithmicFunctions<Dual>.Log2(Dual x) => Chain(Math.Log2(x.Value), x, 1 / (x.Value * Ln2));

    static Dual ILogarithmicFunctions<Dual>.Log10(Dual x) => Chain(Math.Log10(x.Value), x, 1 / (x.Value * Ln10));

    static Dual ILogarithmicFunctions<Dual>.Log(Dual x, Dual newBase)
    {
        var (log, lnBase) = (Math.Log(x.Value, newBase.Value), Math.Log(newBase.Value));
        return Chain(log, x, 1 / (x.Value * lnBase), newBase, -log / (newBase.Value * lnBase));
    }

    static Dual IRootFunctions<Dual>.Cbrt(Dual x) =>
        Chain(Math.Cbrt(x.Value), x, 1 / (3 * Math.Cbrt(x.Value) * Math.Cbrt(x.Value)));

    static Dual IRootFunctions<Dual>.RootN(Dual x, int n)
    {
        var root = double.RootN(x.Value, n);
        return Chain(root, x, 1 / (n * Math.Pow(root, n - 1)));
    }

    static Dual IRootFunctions<Dual>.Hypot(Dual x, Dual y)
    {
        var hypot = double.Hypot(x.Value, y.Value);
        return Chain(hypot, x, x.Value / hypot, y, y.Value / hypot);
    }

    static Dual ITrigonometricFunctions<Dual>.Tan(Dual x) =>
        Chain(Math.Tan(x.Value), x, 1 / (Math.Cos(x.Value) * Math.Cos(x.Value)));

    static (Dual Sin, Dual Cos) ITrigonometricFunctions<Dual>.SinCos(Dual x)
    {
        var (sin, cos) = Math.SinCos(x.Value);              // not everywhere the bits of the two by themselves
        return (Chain(sin, x, cos), Chain(cos, x, -sin));
    }

    static Dual ITrigonometricFunctions<Dual>.SinPi(Dual x) => SinPi(x);

    static Dual ITrigonometricFunctions<Dual>.CosPi(Dual x) => CosPi(x);

    static Dual ITrigonometricFunctions<Dual>.TanPi(Dual x) =>
        Chain(double.TanPi(x.Value), x, Math.PI / (double.CosPi(x.Value) * double.CosPi(x.Value)));

    static (Dual SinPi, Dual CosPi) ITrigonometricFunctions<Dual>.SinCosPi(Dual x) => (SinPi(x), CosPi(x));

    static Dual ITrigonometricFunctions<Dual>.Asin(Dual x) => Chain(Math.Asin(x.Value), x, AsinSlope(x.Value));

    static Dual ITrigonometricFunctions<Dual>.AsinPi(Dual x) =>
        Chain(double.AsinPi(x.Value), x, AsinSlope(x.Value) / Math.PI);

    static Dual ITrigonometricFunctions<Dual>.Acos(Dual x) => Chain(Math.Acos(x.Value), x, -AsinSlope(x.Value));

    static Dual ITrigonometricFunctions<Dual>.AcosPi(Dual x) =>
        Chain(double.AcosPi(x.Value), x, -AsinSlope(x.Value) / Math.PI);

    static Dual ITrigonometricFunctions<Dual>.Atan(Dual x) => Chain(Math.Atan(x.Value), x, 1 / (1 + x.Value * x.Value));

    static Dual ITrigonometricFunctions<Dual>.AtanPi(Dual x) =>
        Chain(double.AtanPi(x.Value), x, 1 / (1 + x.Value * x.Value) / Math.PI);

    static Dual IFloatingPointIeee754<Dual>.Atan2(Dual y, Dual x)
    {
        var r = double.Hypot(x.Value, y.Value);
        return Chain(Math.Atan2(y.Value, x.Value), y, x.Value / r / r, x, -y.Value / r / r);
    }

    static Dual IFloatingPointIeee754<Dual>.Atan2Pi(Dual y, Dual x)
    {
        var r = double.Hypot(x.Value, y.Value);
        return Chain(double.Atan2Pi(y.Value, x.Value), y, x.Value / r / r / Math.PI, x, -y.Value / r / r / Math.PI);
    }

    static Dual IHyperbolicFunctions<Dual>.Sinh(Dual x) => Chain(Math.Sinh(x.Value), x, Math.Cosh(x.Value));

    static Dual IHyperbolicFunctions<Dual>.Cosh(Dual x) => Chain(Math.Cosh(x.Value), x, Math.Sinh(x.Value));

    static Dual IHyperbolicFunctions<Dual>.Asinh(Dual x) => Chain(Math.Asinh(x.Value), x, 1 / double.Hypot(x.Value, 1));

    static Dual IHyperbolicFunctions<Dual>.Acosh(Dual x) =>
        Chain(Math.Acosh(x.Value), x, 1 / (Math.Sqrt(x.Value - 1) * Math.Sqrt(x.Value + 1)));

    static Dual IHyperbolicFunctions<Dual>.Atanh(Dual x) =>
        Chain(Math.Atanh(x.Value), x, 1 / ((1 - x.Value) * (1 + x.Value)));

    static Dual IFloatingPointIeee754<Dual>.FusedMultiplyAdd(Dual x, Dual y, Dual z) =>
        new(Math.FusedMultiplyAdd(x.Value, y.Value, z.Value), (x * y + z).Derivative);

    static Dual IFloatingPointIeee754<Dual>.ScaleB(Dual x, int n) =>
        new(Math.ScaleB(x.Value, n), Math.ScaleB(x.Derivative, n));

    static Dual IFloatingPointIeee754<Dual>.BitIncrement(Dual x) => new(Math.BitIncrement(x.Value), x.Derivative);

    static Dual IFloatingPointIeee754<Dual>.BitDecrement(Dual x) => new(Math.BitDecrement(x.Value), x.Derivative);

    static Dual IIncrementOperators<Dual>.operator ++(Dual x) => x + 1;

    static Dual IDecrementOperators<Dual>.operator --(Dual x) => x - 1;

    static Dual IModulusOperators<Dual, Dual, Dual>.operator %(Dual x, Dual y) => Remainder(x.Value % y.Value, x, y);

    static Dual IFloatingPointIeee754<Dual>.Ieee754Remainder(Dual x, Dual y) =>
        Remainder(Math.IEEERemainder(x.Value, y.Value), x, y);

    static Dual IFloatingPoint<Dual>.Round(Dual x, int digits, MidpointRounding mode) =>
        Math.Round(x.Value, digits, mode);

    static Dual INumber<Dual>.MaxNumber(Dual x, Dual y) => Choice(double.MaxNumber(x.Value, y.Value), x, y);

    static Dual INumber<Dual>.MinNumber(Dual x, Dual y) => Choice(double.MinNumber(x.Value, y.Value), x, y);

    static Dual INumber<Dual>.MaxNative(Dual x, Dual y) => Max(x, y);

    static Dual INumber<Dual>.MinNative(Dual x, Dual y) => Min(x, y);

    static Dual INumberBase<Dual>.MaxMagnitude(Dual x, Dual y) => Choice(Math.MaxMagnitude(x.Value, y.Value), x, y);

    static Dual INumberBase<Dual>.MinMagnitude(Dual x, Dual y) => Choice(Math.MinMagnitude(x.Value, y.Value), x, y);

    static Dual INumberBase<Dual>.MaxMagnitudeNumber(Dual x, Dual y) =>
        Choice(double.MaxMagnitudeNumber(x.Value, y.Value), x, y);

    static Dual INumberBase<Dual>.MinMagnitudeNumber(Dual x, Dual y) =>
        Choice(double.MinMagnitudeNumber(x.Value, y.Value), x, y);

    private static Dual SinPi(Dual x) => Chain(double.SinPi(x.Value), x, Math.PI * double.CosPi(x.Value));

    private static Dual CosPi(Dual x) => Chain(double.CosPi(x.Value), x, -Math.PI * double.SinPi(x.Value));

    private static double AsinSlope(double x) => 1 / Math.Sqrt((1 - x) * (1 + x));

    /// <summary>x − n·y, with a whole number n that stays the same nearby.</summary>
    private static Dual Remainder(double remainder, Dual x, Dual y) =>
        Chain(remainder, x, 1, y, -Math.Round((x.Value - remainder) / y.Value));
}
