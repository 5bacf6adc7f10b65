using System.Numerics;
using System.Runtime.Intrinsics;
using CnnVerified.Layers.Kernels;

namespace CnnVerified.Layers;

/// <summary>
/// The logistic function of every entry: σ(x) = 1/(1 + e⁻ˣ), in (0, 1). Its slope needs only its value:
/// dx = σ(x)·(1 − σ(x))·dy = y·(1 − y)·dy. x and y have the same shape, any shape.
/// </summary>
/// <remarks>Computed through e^(−|x|) ≤ 1, so that neither tail overflows: σ(x) = e^(−|x|)/(1 + e^(−|x|)) for x &lt; 0.</remarks>
public sealed class Sigmoid<T> : Layer<T>, IPartialForward<T>, IActivation<T> where T : IFloatingPointIeee754<T>
{
    /// <inheritdoc/>
    public override Shape OutputShape(Shape x) => x;

    /// <inheritdoc/>
    public override void Forward(Tensor<T> x, Tensor<T> y) => Forward(x, y, Range.All);

    /// <inheritdoc/>
    public void Forward(Tensor<T> x, Tensor<T> y, Range outputs) =>
        Elementwise.Forward<T, Sigmoid<T>>(x.Values[outputs], y.Values[outputs]);

    /// <inheritdoc/>
    public override void Backward(Tensor<T> x, Tensor<T> y, Tensor<T> dy, Tensor<T>? dx, ReadOnlySpan<Tensor<T>> gradients)
    {
        if (dx is not null) Elementwise.Backward<T, Sigmoid<T>>(y.Values, dy.Values, dx.Values);
    }

    /// <inheritdoc/>
    public Range ReachOfParameter(int parameter, int entry, Shape x) => Range.All;

    /// <inheritdoc/>
    public Range ReachOfInputs(Range inputs, Shape x) => inputs;

    /// <inheritdoc/>
    public override Layer<U> Over<U>() => new Sigmoid<U>();

    static T IActivation<T>.Value(T x)
    {
        var e = T.Exp(-T.Abs(x));
        return (x < T.Zero ? e : T.One) / (T.One + e);
    }

    static Vector512<T> IActivation<T>.Value(Vector512<T> x)
    {
        var e = Exponential.Of(-Vector512.Abs(x));
        return Vector512.ConditionalSelect(Vector512.LessThan(x, Vector512<T>.Zero), e, Vector512<T>.One) / (Vector512<T>.One + e);
    }

    static T IActivation<T>.Slope(T y) => y * (T.One - y);

    static Vector512<T> IActivation<T>.Slope(Vector512<T> y) => y * (Vector512<T>.One - y);
}
