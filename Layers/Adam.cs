using CnnVerified.Layers.Kernels.Elementwise;
using CnnVerified.Layers.Kernels.Threads;

namespace CnnVerified.Layers;

/// <summary>
/// Adaptive moment estimation: with running means m of dθ and v of dθ², both 0 at first, step t = 1, 2, … is
/// <c>m ← β₁·m + (1 − β₁)·dθ</c>, <c>v ← β₂·v + (1 − β₂)·dθ²</c>,
/// <c>θ ← θ − η·(m/(1 − β₁ᵗ))/(√(v/(1 − β₂ᵗ)) + ε)</c>.
/// </summary>
/// <remarks>D. Kingma and J. Ba, "Adam: A Method for Stochastic Optimization", ICLR 2015, algorithm 1.</remarks>
/// <param name="learningRate">η, greater than 0.</param>
/// <param name="beta1">β₁, the share of the mean gradient that a step keeps, from 0 to less than 1.</param>
/// <param name="beta2">β₂, the share of the mean square that a step keeps, from 0 to less than 1.</param>
/// <exception cref="ArgumentOutOfRangeException">A number out of range.</exception>
public sealed class Adam<T>(T learningRate, double beta1 = 0.9, double beta2 = 0.999) : Optimizer<T>(learningRate)
    where T : IFloatingPointIeee754<T>
{
    private readonly T beta1 = T.CreateChecked(RequireShare(beta1, nameof(beta1)));
    private readonly T beta2 = T.CreateChecked(RequireShare(beta2, nameof(beta2)));

    /// <summary>ε = 10⁻⁸, which keeps the quotient finite where all gradients so far were 0.</summary>
    public static T Epsilon { get; } = T.CreateChecked(1e-8);

    /// <inheritdoc/>
    /// <remarks>The third tensor holds β₁ᵗ and β₂ᵗ.</remarks>
    protected override Parameter<T>[] NewState(Shape parameter) =>
    [
        new("mean", new Tensor<T>(parameter)), new("square", new Tensor<T>(parameter)),
        new("powers", new Tensor<T>(new Shape(2), T.One, T.One)),
    ];

    /// <inheritdoc/>
    protected override void Update(Tensor<T> parameter, Tensor<T> gradient, IReadOnlyList<Parameter<T>> state)
    {
        var (mean, square, powers) = (state[0].Value, state[1].Value, state[2].Value);
        powers[0] *= beta1;
        powers[1] *= beta2;
        var step = new AdamStep<T>(LearningRate, beta1, beta2, powers[0], powers[1], Epsilon);
        Team.ForEntries(
            parameter.Shape.Count, (step, parameter, gradient, mean, square), static (s, entries) => s.step.Take(
                s.parameter.Values[entries], s.gradient.Values[entries], s.mean.Values[entries],
                s.square.Values[entries]));
    }
}
