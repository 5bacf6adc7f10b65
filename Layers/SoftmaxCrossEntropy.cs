using CnnVerified.Layers.Kernels.Elementwise;

namespace CnnVerified.Layers;

/// <summary>
/// Softmax and cross-entropy in one, on logits z and target probabilities t, both (N, classes):
/// <c>L = −Σ_{n,j} t[n,j]·ln softmax(z)[n,j] / N</c>, the mean over the samples of a batch, and
/// <c>∂L/∂z[n,j] = (softmax(z)[n,j]·Σₖ t[n,k] − t[n,j])/N</c>. A target is one-hot or any other distribution.
/// </summary>
/// <remarks>
/// ln softmax(z)ⱼ is computed as (zⱼ − max z) − ln Σₖ e^(zₖ − max z): no probability is ever rounded to 0 before its
/// logarithm is taken, so value and gradient stay finite for all finite logits whose difference is finite.
/// The usual targets sum to 1, and then the gradient is (softmax(z) − t)/N: C. Bishop, <i>Pattern Recognition and
/// Machine Learning</i>, Springer 2006, equation (4.109).
/// </remarks>
public sealed class SoftmaxCrossEntropy<T> : Loss<T> where T : IFloatingPointIeee754<T>
{
    /// <summary>Targets (N, classes) that are certain: 1 at a sample's label, 0 elsewhere.</summary>
    /// <param name="classes">How many classes there are.</param>
    /// <param name="labels">The class of each sample, from 0 to <paramref name="classes"/> − 1.</param>
    /// <exception cref="ArgumentOutOfRangeException">A label outside that range.</exception>
    public static Tensor<T> OneHot(int classes, params ReadOnlySpan<int> labels)
    {
        var target = new Tensor<T>(new Shape(labels.Length, classes));
        for (var n = 0; n < labels.Length; n++)
        {
            if (labels[n] < 0 || labels[n] >= classes)
                throw new ArgumentOutOfRangeException(
                    nameof(labels), $"labels has {labels[n]} at {n}, but must be from 0 to {classes - 1}.");
            target[n, labels[n]] = T.One;
        }
        return target;
    }

    /// <inheritdoc/>
    public override bool IsMeanOverSamples => true;

    /// <inheritdoc/>
    public override T Value(Tensor<T> prediction, Tensor<T> target)
    {
        RequireLogits(prediction);
        RequireShapes(prediction, target);
        return MayUseKernels
            ? SoftmaxRows.CrossEntropy<T>(prediction.Values, prediction.Shape[1], target.Values)
            : Reference.SoftmaxCrossEntropy.Value(prediction, target);
    }

    /// <inheritdoc/>
    public override void Gradient(Tensor<T> prediction, Tensor<T> target, Tensor<T> gradient)
    {
        RequireLogits(prediction);
        RequireShapes(prediction, target, gradient);
        if (MayUseKernels)
            SoftmaxRows.Gradient(prediction.Values, prediction.Shape[1], target.Values, gradient.Values);
        else
            Reference.SoftmaxCrossEntropy.Gradient(prediction, target, gradient);
    }

    /// <inheritdoc/>
    public override Loss<U> Over<U>() => new SoftmaxCrossEntropy<U>();

    /// <inheritdoc/>
    public override Loss<T> AsReference() => WithoutKernels();

    private static void RequireLogits(Tensor<T> prediction)
    {
        ArgumentNullException.ThrowIfNull(prediction);
        Shape.RequireRank(prediction.Shape, nameof(prediction), "N", "classes");
    }
}
