using CnnVerified.Layers.Kernels.Elementwise;

namespace CnnVerified.Layers;

/// <summary>
/// The hyperbolic tangent of every entry: <c>y = (eˣ − e⁻ˣ)/(eˣ + e⁻ˣ)</c>, in (−1, 1), and <c>dx = (1 − y²)·dy</c>.
/// </summary>
public sealed class Tanh<T> : Activation<T> where T : IFloatingPointIeee754<T>
{
    /// <inheritdoc/>
    public override T Value(T x) => T.Tanh(x);

    /// <inheritdoc/>
    public override T Slope(T x, T y) => (T.One - y) * (T.One + y);

    /// <inheritdoc/>
    public override bool SlopeReadsInput => false;

    private protected override Elementwise<T> Kernel => Elementwise<T, TanhCurve<T>>.Kernel;

    /// <inheritdoc/>
    public override Layer<U> Over<U>() => new Tanh<U>();
}
