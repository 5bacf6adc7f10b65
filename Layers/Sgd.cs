using System.Numerics;
using CnnVerified.Layers.Kernels;

namespace CnnVerified.Layers;

/// <summary>Plain stochastic gradient descent: θ ← θ − η·dθ.</summary>
/// <param name="learningRate">η, greater than 0.</param>
public sealed class Sgd<T>(T learningRate) where T : IFloatingPointIeee754<T>
{
    /// <summary>η.</summary>
    public T LearningRate { get; } = learningRate > T.Zero && T.IsFinite(learningRate)
        ? learningRate
        : throw new ArgumentOutOfRangeException(
            nameof(learningRate), $"learning rate is {learningRate}, but must be a finite number greater than 0.");

    /// <summary>Takes one step on a parameter.</summary>
    public void Update(Tensor<T> parameter, Tensor<T> gradient) => AddScaled.To(parameter.Values, -LearningRate, gradient.Values);
}
