namespace CnnVerified.Layers;

/// <summary>
/// The mean over all entries of −(t·ln p + (1 − t)·ln(1 − p)), for probabilities p and targets t in [0, 1] of one
/// shape. With n entries, <c>∂L/∂p = (p − t)/(p·(1 − p))/n</c>.
/// </summary>
/// <remarks>
/// So that certainty stays finite, p is first clamped to [ε, 1 − ε] with ε = <see cref="Epsilon"/>. The loss is
/// therefore constant in p outside that interval (34.5 a wrong entry) and its gradient there is 0, at p = 0 and p = 1
/// as well.
/// </remarks>
public sealed class BinaryCrossEntropy<T> : Loss<T> where T : IFloatingPointIeee754<T>
{
    /// <summary>
    /// The distance that p keeps from 0 and 1: 10⁻¹⁵, or the scalar's spacing just under 1 where that is coarser.
    /// </summary>
    public static T Epsilon { get; } = T.Max(T.CreateChecked(1e-15), T.One - T.BitDecrement(T.One));

    /// <inheritdoc/>
    public override bool IsMeanOverSamples => true;

    /// <inheritdoc/>
    public override T Value(Tensor<T> prediction, Tensor<T> target)
    {
        RequireShapes(prediction, target);
        return Reference.BinaryCrossEntropy.Value(prediction, target, Epsilon);
    }

    /// <inheritdoc/>
    public override void Gradient(Tensor<T> prediction, Tensor<T> target, Tensor<T> gradient)
    {
        RequireShapes(prediction, target, gradient);
        Reference.BinaryCrossEntropy.Gradient(prediction, target, gradient, Epsilon);
    }

    /// <inheritdoc/>
    public override Loss<U> Over<U>() => new BinaryCrossEntropy<U>();
}
