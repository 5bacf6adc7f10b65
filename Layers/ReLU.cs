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
public sealed class ReLU<T> : Activation<T>, IActivation<T> where T : IFloatingPointIeee754<T>
{
    static T IActivation<T>.Value(T x) => x <= T.Zero ? T.Zero : x;

    static Vector512<T> IActivation<T>.Value(Vector512<T> x) =>
        Vector512.ConditionalSelect(Vector512.LessThanOrEqual(x, Vector512<T>.Zero), Vector512<T>.Zero, x);

    static T IActivation<T>.Slope(T y) => y > T.Zero ? T.One : T.Zero;

    static Vector512<T> IActivation<T>.Slope(Vector512<T> y) =>
        Vector512.GreaterThan(y, Vector512<T>.Zero) & Vector512<T>.One;

    private protected override void Apply(ReadOnlySpan<T> x, Span<T> y) => Elementwise.Forward<T, ReLU<T>>(x, y);

    private protected override void ApplySlope(ReadOnlySpan<T> y, ReadOnlySpan<T> dy, Span<T> dx) =>
        Elementwise.Backward<T, ReLU<T>>(y, dy, dx);

    /// <inheritdoc/>
    public override Layer<U> Over<U>() => new ReLU<U>();
}
