using System.Numerics;
using CnnVerified.Layers.Kernels;

namespace CnnVerified.Layers;

/// <summary>Plain stochastic gradient descent: <c>θ ← θ − η·dθ</c>. It remembers nothing.</summary>
/// <param name="learningRate">η, greater than 0.</param>
/// <exception cref="ArgumentOutOfRangeException">η is not a finite number greater than 0.</exception>
public sealed class Sgd<T>(T learningRate) : Optimizer<T>(learningRate) where T : IFloatingPointIeee754<T>
{
    /// <inheritdoc/>
    protected override void Update(Span<T> parameter, ReadOnlySpan<T> gradient, IReadOnlyList<Parameter<T>> state) =>
        AddScaled.To(parameter, -LearningRate, gradient);
}
