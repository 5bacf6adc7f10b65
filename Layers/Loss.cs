using CnnVerified.Layers.Kernels.Vectors;

namespace CnnVerified.Layers;

/// <summary>A scalar function L(p, t) of a prediction p and its target t, and its gradient ∂L/∂p.</summary>
public abstract class Loss<T> where T : IFloatingPointIeee754<T>
{
    private bool isReference;

    /// <summary>What messages call this loss.</summary>
    public virtual string Name => GetType().Name.Split('`')[0];

    /// <summary>
    /// Whether L(p, t) is the mean of the losses of the samples, each as a batch of one: then a gradient check computes
    /// those alone that a change reaches.
    /// </summary>
    public virtual bool IsMeanOverSamples => false;

    /// <summary>L(p, t).</summary>
    /// <exception cref="ArgumentException">The shapes differ.</exception>
    public abstract T Value(Tensor<T> prediction, Tensor<T> target);

    /// <summary>Writes ∂L/∂p over <paramref name="gradient"/>.</summary>
    /// <exception cref="ArgumentException">The shapes differ.</exception>
    public abstract void Gradient(Tensor<T> prediction, Tensor<T> target, Tensor<T> gradient);

    /// <summary>The same loss over another scalar; null if it is written for one scalar only.</summary>
    public virtual Loss<U>? Over<U>() where U : IFloatingPointIeee754<U> => null;

    /// <summary>
    /// The loss that computes its formula loop by loop: the definition that fast passes are compared with. Null if
    /// there is no other than this one.
    /// </summary>
    public virtual Loss<T>? AsReference() => null;

    /// <summary>This loss without its kernels.</summary>
    private protected Loss<T> WithoutKernels()
    {
        var reference = (Loss<T>)MemberwiseClone();
        reference.isReference = true;
        return reference;
    }

    /// <summary>Whether kernels may be used: the scalar has vectors, and this is not the reference.</summary>
    private protected bool MayUseKernels => Lanes.Of<T>() > 0 && !isReference;

    /// <summary>Checks that prediction and target have one shape.</summary>
    private protected static void RequireShapes(Tensor<T> prediction, Tensor<T> target)
    {
        ArgumentNullException.ThrowIfNull(prediction);
        Tensor<T>.Require(target, prediction.Shape, nameof(target));
    }

    /// <summary>Checks that prediction, target and gradient have one shape.</summary>
    private protected static void RequireShapes(Tensor<T> prediction, Tensor<T> target, Tensor<T> gradient)
    {
        RequireShapes(prediction, target);
        Tensor<T>.Require(gradient, prediction.Shape, nameof(gradient));
    }
}
