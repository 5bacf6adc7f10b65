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
public sealed class Tanh<T> : Activation<T>, IActivation<T> where T : IFloatingPointIeee754<T>
{
    static T IActivation<T>.Value(T x) => T.Tanh(x);

    static Vector512<T> IActivation<T>.Value(Vector512<T> x)
    {
        var magnitude = Vector512.Abs(x);
        var m = Exponential.MinusOne(-(magnitude + magnitude));
        return Vector512.CopySign(m / (Vector512<T>.One + Vector512<T>.One + m), x);
    }

    static T IActivation<T>.Slope(T y) => (T.One - y) * (T.One + y);

    static Vector512<T> IActivation<T>.Slope(Vector512<T> y) => (Vector512<T>.One - y) * (Vector512<T>.One + y);

    private protected override void Apply(ReadOnlySpan<T> x, Span<T> y) => Elementwise.Forward<T, Tanh<T>>(x, y);

    private protected override void ApplySlope(ReadOnlySpan<T> y, ReadOnlySpan<T> dy, Span<T> dx) =>
        Elementwise.Backward<T, Tanh<T>>(y, dy, dx);

    /// <inheritdoc/>
    public override Layer<U> Over<U>() => new Tanh<U>();
}
