using System.Numerics;
using System.Runtime.Intrinsics;
using CnnVerified.Layers.Kernels;

namespace CnnVerified.Layers;

/// <summary>
/// The hyperbolic tangent of every entry: <c>y = (eˣ − e⁻ˣ)/(eˣ + e⁻ˣ)</c>, in (−1, 1), and <c>dx = (1 − y²)·dy</c>.
/// </summary>
/// <remarks>
/// Computed as |y| = −m/(2 + m) with m = e^(−2|x|) − 1 from a kernel of its own, which keeps the relative precision
/// where |x| is small and eˣ − e⁻ˣ would cancel, and overflows nowhere.
/// </remarks>
public sealed class Tanh<T> : Activation<T> where T : IFloatingPointIeee754<T>
{
    private protected override void Apply(ReadOnlySpan<T> x, Span<T> y) => Elementwise.Forward<T, Curve>(x, y);

    private protected override void ApplySlope(ReadOnlySpan<T> y, ReadOnlySpan<T> dy, Span<T> dx) =>
        Elementwise.Backward<T, Curve>(y, dy, dx);

    /// <inheritdoc/>
    public override Layer<U> Over<U>() => new Tanh<U>();

    /// <summary>The function and its slope: a value type, so that kernels are compiled for it alone.</summary>
    internal readonly struct Curve : IActivation<T>
    {
        public static T Value(T x) => T.Tanh(x);

        public static Vector256<T> Value(Vector256<T> x)
        {
            var magnitude = Vector256.Abs(x);
            var m = Exponential.MinusOne(-(magnitude + magnitude));
            return Vector256.CopySign(m / (Vector256<T>.One + Vector256<T>.One + m), x);
        }

        public static T Slope(T y) => (T.One - y) * (T.One + y);

        public static Vector256<T> Slope(Vector256<T> y) => (Vector256<T>.One - y) * (Vector256<T>.One + y);
    }
}
