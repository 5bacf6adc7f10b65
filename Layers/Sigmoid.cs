using System.Numerics;
using System.Runtime.Intrinsics;
using CnnVerified.Layers.Kernels;

namespace CnnVerified.Layers;

/// <summary>
/// The logistic function of every entry: <c>σ(x) = 1/(1 + e⁻ˣ)</c>, in (0, 1), and
/// <c>dx = σ(x)·(1 − σ(x))·dy = y·(1 − y)·dy</c>.
/// </summary>
/// <remarks>
/// Computed through e^(−|x|) ≤ 1, so that neither tail overflows: σ(x) = e^(−|x|)/(1 + e^(−|x|)) for x &lt; 0.
/// </remarks>
public sealed class Sigmoid<T> : Activation<T> where T : IFloatingPointIeee754<T>
{
    private protected override void Apply(ReadOnlySpan<T> x, Span<T> y) => Elementwise.Forward<T, Curve>(x, y);

    private protected override void ApplySlope(ReadOnlySpan<T> y, ReadOnlySpan<T> dy, Span<T> dx) =>
        Elementwise.Backward<T, Curve>(y, dy, dx);

    /// <inheritdoc/>
    public override Layer<U> Over<U>() => new Sigmoid<U>();

    /// <summary>The function and its slope: a value type, so that kernels are compiled for it alone.</summary>
    internal readonly struct Curve : IActivation<T>
    {
        public static T Value(T x)
        {
            var e = T.Exp(-T.Abs(x));
            return (x < T.Zero ? e : T.One) / (T.One + e);
        }

        public static Vector256<T> Value(Vector256<T> x)
        {
            var e = Exponential.Of(-Vector256.Abs(x));
            var isNegative = Vector256.LessThan(x, Vector256<T>.Zero);
            return Vector256.ConditionalSelect(isNegative, e, Vector256<T>.One) / (Vector256<T>.One + e);
        }

        public static T Slope(T y) => y * (T.One - y);

        public static Vector256<T> Slope(Vector256<T> y) => y * (Vector256<T>.One - y);
    }
}
