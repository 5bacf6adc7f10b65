using CnnVerified.Layers.Kernels.Elementwise;
using CnnVerified.Layers.Kernels.Threads;

namespace CnnVerified.Layers;

/// <summary>
/// Gradient descent with a velocity v, 0 at first, that remembers earlier steps: <c>v ← μ·v − η·dθ</c>,
/// <c>θ ← θ + v</c>.
/// </summary>
/// <remarks>
/// B. Polyak, "Some methods of speeding up the convergence of iteration methods", USSR Computational Mathematics and
/// Mathematical Physics 4 (1964); written as in I. Sutskever, J. Martens, G. Dahl and G. Hinton, "On the importance of
/// initialization and momentum in deep learning", ICML 2013, equations (1) and (2).
/// </remarks>
/// <param name="learningRate">η, greater than 0.</param>
/// <param name="momentum">μ, the share of the velocity that a step keeps, from 0 to less than 1.</param>
/// <exception cref="ArgumentOutOfRangeException">A number out of range.</exception>
public sealed class Momentum<T>(T learningRate, double momentum = 0.9) : Optimizer<T>(learningRate)
    where T : IFloatingPointIeee754<T>
{
    private readonly T momentum = T.CreateChecked(RequireShare(momentum, nameof(momentum)));

    /// <inheritdoc/>
    protected override Parameter<T>[] NewState(Shape parameter) => [new("velocity", new Tensor<T>(parameter))];

    /// <inheritdoc/>
    protected override void Update(Tensor<T> parameter, Tensor<T> gradient, IReadOnlyList<Parameter<T>> state) =>
        Team.ForEntries(
            parameter.Shape.Count, (parameter, gradient, velocity: state[0].Value, momentum, LearningRate),
            static (s, entries) => MomentumStep.Take(
                s.parameter.Values[entries], s.momentum, s.LearningRate, s.gradient.Values[entries],
                s.velocity.Values[entries]));
}
