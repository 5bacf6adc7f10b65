using System.Runtime.CompilerServices;

namespace CnnVerified.Verification;

/// <summary>
/// A dual number: a value and the derivative it carries with respect to one variable, v + v′·ε with ε² = 0. Code that
/// is generic over its scalar and runs on dual numbers computes its derivative as well, exact to rounding and with no
/// step size. This is forward-mode automatic differentiation: A. Griewank, A. Walther, <i>Evaluating Derivatives</i>,
/// 2nd ed., SIAM 2008, §3.1.
/// </summary>
/// <remarks>
/// <para>
/// <b>Values are those of double</b>, and comparisons, equality and hash code look at the value alone: 3 + 5ε == 3.
/// So generic code takes the same branches on dual numbers as on doubles. (Lerp and the functions that .NET calls
/// estimates are computed by their definitions, where double may take a short cut of the processor.)
/// </para>
/// <para>
/// <b>Where a function has no slope</b>, a convention gives one. Abs at 0: the slope on the right, 1. Max, Min, Clamp:
/// the slope of the operand that is chosen, the first one (for Clamp: the value) when both are equal. Round, Floor and
/// the like: 0. An infinite slope gives an infinite derivative, an undefined value an undefined (NaN) one. A constant,
/// whose derivative is 0, stays constant under every function but ×, even where the slope is infinite.
/// </para>
/// </remarks>
/// <param name="value">v.</param>
/// <param name="derivative">v′; 0 for a constant, 1 for the variable itself.</param>
public readonly partial struct Dual(double value, double derivative = 0) : IFloatingPointIeee754<Dual>
{
    /// <summary>v, as computed in double.</summary>
    public double Value { get; } = value;

    /// <summary>v′: how fast the value changes as the variable does.</summary>
    public double Derivative { get; } = derivative;

    /// <summary>The variable with respect to which derivatives are taken: x′ = 1.</summary>
    public static Dual Variable(double value) => new(value, 1);

    /// <summary>A constant: c′ = 0.</summary>
    public static implicit operator Dual(double value) => new(value);

    /// <summary>The chain rule, f(x)′ = f′(x)·x′, for a function of which value and slope at x are known.</summary>
    private static Dual Chain(double value, Dual x, double slope) => new(value, Share(value, slope, x));

    /// <summary>The chain rule, f(x, y)′ = ∂f/∂x·x′ + ∂f/∂y·y′.</summary>
    private static Dual Chain(double value, Dual x, double slopeInX, Dual y, double slopeInY) =>
        new(value, Share(value, slopeInX, x) + Share(value, slopeInY, y));

    private static double Share(double value, double slope, Dual x) =>
        x.Derivative == 0 ? 0 : double.IsNaN(value) ? double.NaN : slope * x.Derivative;

    /// <summary>The operand that a choice such as max has chosen; the first if it is equal to both.</summary>
    private static Dual Choice(double chosen, Dual x, Dual y) =>
        new(chosen, chosen.Equals(x.Value) ? x.Derivative : y.Derivative);

    /// <summary>(x + y)′ = x′ + y′.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Dual operator +(Dual x, Dual y) => new(x.Value + y.Value, x.Derivative + y.Derivative);

    /// <summary>(x − y)′ = x′ − y′.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Dual operator -(Dual x, Dual y) => new(x.Value - y.Value, x.Derivative - y.Derivative);

    /// <summary>(x·y)′ = x′·y + x·y′; unguarded, being the hot path: a constant times ∞ has derivative NaN.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Dual operator *(Dual x, Dual y) =>
        new(x.Value * y.Value, x.Derivative * y.Value + x.Value * y.Derivative);

    /// <summary>(x/y)′ = x′/y − (x/y)·y′/y.</summary>
    public static Dual operator /(Dual x, Dual y) =>
        Chain(x.Value / y.Value, x, 1 / y.Value, y, -(x.Value / y.Value) / y.Value);

    /// <summary>(−x)′ = −x′.</summary>
    public static Dual operator -(Dual x) => new(-x.Value, -x.Derivative);

    /// <summary>(+x)′ = x′.</summary>
    public static Dual operator +(Dual x) => x;

    /// <summary>(eˣ)′ = eˣ·x′.</summary>
    public static Dual Exp(Dual x) => Chain(Math.Exp(x.Value), x, Math.Exp(x.Value));

    /// <summary>(ln x)′ = x′/x.</summary>
    public static Dual Log(Dual x) => Chain(Math.Log(x.Value), x, 1 / x.Value);

    /// <summary>(√x)′ = x′/(2·√x).</summary>
    public static Dual Sqrt(Dual x) => Chain(Math.Sqrt(x.Value), x, 0.5 / Math.Sqrt(x.Value));

    /// <summary>(xʸ)′ = y·xʸ⁻¹·x′ + xʸ·ln x·y′.</summary>
    public static Dual Pow(Dual x, Dual y)
    {
        var power = Math.Pow(x.Value, y.Value);
        var slopeInX = y.Value == 0 ? 0 : y.Value * Math.Pow(x.Value, y.Value - 1);
        var slopeInY = power == 0 ? 0 : power * Math.Log(x.Value);
        return Chain(power, x, slopeInX, y, slopeInY);
    }

    /// <summary>(sin x)′ = cos x·x′.</summary>
    public static Dual Sin(Dual x) => Chain(Math.Sin(x.Value), x, Math.Cos(x.Value));

    /// <summary>(cos x)′ = −sin x·x′.</summary>
    public static Dual Cos(Dual x) => Chain(Math.Cos(x.Value), x, -Math.Sin(x.Value));

    /// <summary>(tanh x)′ = x′/cosh² x.</summary>
    public static Dual Tanh(Dual x) => Chain(Math.Tanh(x.Value), x, 1 / Math.Cosh(x.Value) / Math.Cosh(x.Value));

    /// <summary>|x|′ = x′ for x ≥ 0 and −x′ for x &lt; 0.</summary>
    public static Dual Abs(Dual x) => new(Math.Abs(x.Value), x.Value < 0 ? -x.Derivative : x.Derivative);

    /// <summary>max(x, y)′ = x′ for x ≥ y and y′ for x &lt; y.</summary>
    public static Dual Max(Dual x, Dual y) => Choice(Math.Max(x.Value, y.Value), x, y);

    /// <summary>min(x, y)′ = x′ for x ≤ y and y′ for x > y.</summary>
    public static Dual Min(Dual x, Dual y) => Choice(Math.Min(x.Value, y.Value), x, y);

    /// <summary>Whether the values are equal in the sense of IEEE 754: NaN equals nothing.</summary>
    public static bool operator ==(Dual x, Dual y) => x.Value == y.Value;

    /// <summary>Whether the values differ in the sense of IEEE 754.</summary>
    public static bool operator !=(Dual x, Dual y) => x.Value != y.Value;

    /// <summary>Whether x's value is less than y's.</summary>
    public static bool operator <(Dual x, Dual y) => x.Value < y.Value;

    /// <summary>Whether x's value is greater than y's.</summary>
    public static bool operator >(Dual x, Dual y) => x.Value > y.Value;

    /// <summary>Whether x's value is at most y's.</summary>
    public static bool operator <=(Dual x, Dual y) => x.Value <= y.Value;

    /// <summary>Whether x's value is at least y's.</summary>
    public static bool operator >=(Dual x, Dual y) => x.Value >= y.Value;
}
