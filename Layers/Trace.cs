using System.Numerics;

namespace CnnVerified.Layers;

/// <summary>The work buffers of one network for one input shape: every activation, and the loss's gradient with respect to it.</summary>
public sealed class Trace<T> where T : IFloatingPointIeee754<T>
{
    /// <summary>Buffers for inputs of a shape.</summary>
    /// <param name="network">The network whose passes will use them.</param>
    /// <param name="x">The input's shape, batch axis first.</param>
    /// <param name="withInputGradient">Whether backward passes shall also compute ∂L/∂x, which training does not need.</param>
    public Trace(Network<T> network, Shape x, bool withInputGradient = false)
    {
        Activations = new Tensor<T>[network.Layers.Count + 1];
        Gradients = new Tensor<T>?[network.Layers.Count + 1];
        InputShape = x;
        Activations[0] = new Tensor<T>(x);
        Gradients[0] = withInputGradient ? new Tensor<T>(x) : null;
        for (var k = 0; k < network.Layers.Count; k++)
        {
            x = network.Layers[k].OutputShape(x);
            var isReshaped = k > 0 && network.Layers[k] is Reshape<T>;      // the same numbers, stored once
            Activations[k + 1] = isReshaped ? Activations[k].WithShape(x) : new Tensor<T>(x);
            Gradients[k + 1] = isReshaped ? Gradients[k]!.WithShape(x) : new Tensor<T>(x);
        }
    }

    /// <summary>The shape of the inputs these buffers serve.</summary>
    public Shape InputShape { get; }

    /// <summary>The input, then every layer's output.</summary>
    internal Tensor<T>[] Activations { get; }

    /// <summary>∂L/∂ of each activation; the first is null unless the input's gradient was asked for.</summary>
    internal Tensor<T>?[] Gradients { get; }

    /// <summary>The last layer's output.</summary>
    public Tensor<T> Output => Activations[^1];

    /// <summary>∂L/∂ output: the caller fills it before a backward pass.</summary>
    public Tensor<T> OutputGradient => Gradients[^1]!;

    /// <summary>∂L/∂x after a backward pass; null unless asked for.</summary>
    public Tensor<T>? InputGradient => Gradients[0];
}
