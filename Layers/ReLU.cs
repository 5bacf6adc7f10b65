using System.Numerics;
using System.Runtime.Intrinsics;
using CnnVerified.Layers.Kernels;

namespace CnnVerified.Layers;

/// <summary>
/// The rectified linear unit of every entry: <c>y = max(x, 0)</c>, and <c>dx = dy</c> where x > 0, else 0.
/// At the kink, x = 0, the slope is 0; NaN stays NaN.
/// </summary>
/// <remarks>
/// V. Nair and G. Hinton, "Rectified Linear Units Improve Restricted Boltzmann Machines", ICML 2010, section 2.
/// </remarks>
public sealed class ReLU<T> : Activation<T> where T : IFloatingPointIeee754<T>
{
    private protected override void Apply(ReadOnlySpan<T> x, Span<T> y) => Elementwise.Forward<T, Curve>(x, y);

    private protected override void ApplySlope(ReadOnlySpan<T> y, ReadOnlySpan<T> dy, Span<T> dx) =>
        Elementwise.Backward<T, Curve>(y, dy, dx);

    /// <inheritdoc/>
    public override Layer<U> Over<U>() => new ReLU<U>();

    /// <summary>The function and its slope: a value type, so that kernels are compiled for it alone.</summary>
    internal readonly struct Curve : IActivation<T>
    {
        public static T Value(T x) => x <= T.Zero ? T.Zero : x;

        public static Vector256<T> Value(Vector256<T> x) =>
            Vector256.ConditionalSelect(Vector256.LessThanOrEqual(x, Vector256<T>.Zero), Vector256<T>.Zero, x);

        public static T Slope(T y) => y > T.Zero ? T.One : T.Zero;

        public static Vector256<T> Slope(Vector256<T> y) =>
            Vector256.GreaterThan(y, Vector256<T>.Zero) & Vector256<T>.One;
    }
}
