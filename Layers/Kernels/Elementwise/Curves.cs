using System.Runtime.Intrinsics;

namespace CnnVerified.Layers.Kernels.Elementwise;

/// <summary><see cref="ReLU{T}"/> in vectors.</summary>
internal readonly struct ReLUCurve<T> : ICurve<T> where T : IFloatingPointIeee754<T>
{
    public static Vector256<T> Value(Vector256<T> x) =>
        Vector256.ConditionalSelect(Vector256.LessThanOrEqual(x, Vector256<T>.Zero), Vector256<T>.Zero, x);

    public static Vector256<T> Slope(Vector256<T> y) => Vector256.GreaterThan(y, Vector256<T>.Zero) & Vector256<T>.One;
}

/// <summary><see cref="Sigmoid{T}"/> in vectors.</summary>
internal readonly struct SigmoidCurve<T> : ICurve<T> where T : IFloatingPointIeee754<T>
{
    public static Vector256<T> Value(Vector256<T> x)
    {
        var e = Exponential.Of(-Vector256.Abs(x));
        var isNegative = Vector256.LessThan(x, Vector256<T>.Zero);
        return Vector256.ConditionalSelect(isNegative, e, Vector256<T>.One) / (Vector256<T>.One + e);
    }

    public static Vector256<T> Slope(Vector256<T> y) => y * (Vector256<T>.One - y);
}

/// <summary>
/// <see cref="Tanh{T}"/> in vectors: |y| = −m/(2 + m) with m = e^(−2|x|) − 1, which keeps the relative precision where
/// |x| is small and eˣ − e⁻ˣ would cancel, and overflows nowhere.
/// </summary>
internal readonly struct TanhCurve<T> : ICurve<T> where T : IFloatingPointIeee754<T>
{
    public static Vector256<T> Value(Vector256<T> x)
    {
        var magnitude = Vector256.Abs(x);
        var m = Exponential.MinusOne(-(magnitude + magnitude));
        return Vector256.CopySign(m / (Vector256<T>.One + Vector256<T>.One + m), x);
    }

    public static Vector256<T> Slope(Vector256<T> y) => (Vector256<T>.One - y) * (Vector256<T>.One + y);
}
