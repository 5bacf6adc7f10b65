namespace CnnVerified.Layers;

/// <summary>
/// A layer that can take a step of gradient descent in the same pass over its parameters that computes dx, where memory
/// traffic is the cost. The parameters end bit-equal to a backward pass followed by <see cref="Sgd{T}"/>.
/// </summary>
public interface IFusedUpdate<T> where T : IFloatingPointIeee754<T>
{
    /// <summary>Writes dx as <c>Backward</c> does and sets θ ← θ − η·dθ, dθ being the sum over the batch.</summary>
    /// <param name="x">The input that <c>Forward</c> was given.</param>
    /// <param name="y">The output that it gave.</param>
    /// <param name="dy">The upstream gradient.</param>
    /// <param name="dx">Receives ∂L/∂x; null where nobody asks for it.</param>
    /// <param name="learningRate">η.</param>
    void BackwardAndUpdate(Tensor<T> x, Tensor<T> y, Tensor<T> dy, Tensor<T>? dx, T learningRate);
}
