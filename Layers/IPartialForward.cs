namespace CnnVerified.Layers;

/// <summary>
/// A layer that can tell which outputs a change reaches and recompute those alone, with the very arithmetic of its
/// forward pass. A gradient check of a whole network uses it to re-run only what a perturbation can alter.
/// </summary>
/// <remarks>
/// It treats every sample of a batch by itself: a sample's outputs have the bits that they have without the others, so
/// that a check can give it several perturbed samples as one batch. Ranges are of row-major positions. A range may be
/// wider than the change's true reach, never narrower.
/// </remarks>
public interface IPartialForward<T> where T : IFloatingPointIeee754<T>
{
    /// <summary>The outputs that one entry of one parameter can alter.</summary>
    Range ReachOfParameter(int parameter, int entry, Shape x);

    /// <summary>The outputs that a range of inputs can alter.</summary>
    Range ReachOfInputs(Range inputs, Shape x);

    /// <summary>
    /// Writes the outputs of one range. Where that saves work it may write others as well, with the bits that the whole
    /// forward pass would give them; the rest of <paramref name="y"/> stays as it is.
    /// </summary>
    void Forward(Tensor<T> x, Tensor<T> y, Range outputs);
}
