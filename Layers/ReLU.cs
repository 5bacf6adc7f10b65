using CnnVerified.Layers.Kernels.Elementwise;

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
    /// <inheritdoc/>
    public override T Value(T x) => x <= T.Zero ? T.Zero : x;

    /// <inheritdoc/>
    public override T Slope(T x, T y) => y > T.Zero ? T.One : T.Zero;

    /// <inheritdoc/>
    public override bool SlopeReadsInput => false;

    private protected override Elementwise<T> Kernel => Elementwise<T, ReLUCurve<T>>.Kernel;

    /// <inheritdoc/>
    public override Layer<U> Over<U>() => new ReLU<U>();
}
