using CnnVerified.Layers.Kernels.Threads;
using CnnVerified.Layers.Kernels.Vectors;

namespace CnnVerified.Layers;

/// <summary>Plain stochastic gradient descent: <c>θ ← θ − η·dθ</c>. It remembers nothing.</summary>
/// <param name="learningRate">η, greater than 0.</param>
/// <exception cref="ArgumentOutOfRangeException">η is not a finite number greater than 0.</exception>
public sealed class Sgd<T>(T learningRate) : Optimizer<T>(learningRate) where T : IFloatingPointIeee754<T>
{
    /// <inheritdoc/>
    protected override void Update(Tensor<T> parameter, Tensor<T> gradient, IReadOnlyList<Parameter<T>> state) =>
        Team.ForEntries(parameter.Shape.Count, (parameter, gradient, rate: -LearningRate), static (s, entries) =>
            AddScaled.To(s.parameter.Values[entries], s.rate, s.gradient.Values[entries]));
}
