using CnnVerified.Layers.Kernels.Elementwise;

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
    /// <inheritdoc/>
    public override T Value(T x)
    {
        var e = T.Exp(-T.Abs(x));
        return (x < T.Zero ? e : T.One) / (T.One + e);
    }

    /// <inheritdoc/>
    public override T Slope(T x, T y) => y * (T.One - y);

    /// <inheritdoc/>
    public override bool SlopeReadsInput => false;

    private protected override Elementwise<T> Kernel => Elementwise<T, SigmoidCurve<T>>.Kernel;

    /// <inheritdoc/>
    public override Layer<U> Over<U>() => new Sigmoid<U>();
}
