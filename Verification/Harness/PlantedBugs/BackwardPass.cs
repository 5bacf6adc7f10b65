using CnnVerified.Layers;

namespace CnnVerified.Verification;

/// <summary>One backward pass, right until a planted bug has spoilt it.</summary>
/// <param name="Layer">The layer; null for a loss.</param>
/// <param name="X">Its input; for a loss, the prediction.</param>
/// <param name="Y">Its output; for a loss, the target.</param>
/// <param name="Dy">The upstream gradient; 1 for a loss.</param>
/// <param name="Dx">∂L/∂x, to be spoilt.</param>
/// <param name="Gradients">∂L/∂θ, to be spoilt.</param>
internal sealed record BackwardPass(
    Layer<double>? Layer, Tensor<double> X, Tensor<double> Y, Tensor<double> Dy, Tensor<double> Dx, Tensor<double>[] Gradients)
{
    /// <summary>The batch size.</summary>
    public int N => X.Shape[0];

    /// <summary>The value of parameter 0: weights or kernels.</summary>
    public Tensor<double> Weights => Layer!.Parameters[0].Value;

    /// <summary>The gradient of parameter 0: weights or kernels.</summary>
    public Tensor<double> DWeights => Gradients[0];

    /// <summary>The gradient of parameter 1: bias.</summary>
    public Tensor<double> DBias => Gradients[1];

    /// <summary>The convolution.</summary>
    public Convolution<double> Convolution => (Convolution<double>)Layer!;

    /// <summary>Takes dx and dθ from another layer's backward pass.</summary>
    public (Tensor<double> Input, Tensor<double>[] Parameters) BackwardOf(Layer<double> other, Tensor<double>? x = null, Tensor<double>? dy = null) =>
        other.Backward(x ?? X, other.Forward(x ?? X), dy ?? Dy);
}
