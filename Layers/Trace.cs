namespace CnnVerified.Layers;

/// <summary>
/// The work buffers of one network for one input shape: every activation, and the loss's gradient with respect to it.
/// </summary>
public sealed class Trace<T> where T : IFloatingPointIeee754<T>
{
    /// <summary>Buffers for inputs of a shape.</summary>
    /// <param name="network">The network whose passes will use them.</param>
    /// <param name="x">The input's shape, batch axis first.</param>
    /// <param name="withInputGradient">
    /// Whether backward passes shall also compute ∂L/∂x, which training does not need.
    /// </param>
    public Trace(Network<T> network, Shape x, bool withInputGradient = false)
        : this(network, x, withInputGradient, inPlace: false)
    {
    }

    /// <summary>Buffers in which, if told so, activation functions overwrite what nobody needs any more.</summary>
    internal Trace(Network<T> network, Shape x, bool withInputGradient, bool inPlace)
    {
        ArgumentNullException.ThrowIfNull(network);
        Activations = new Tensor<T>[network.Layers.Count + 1];
        Gradients = new Tensor<T>?[network.Layers.Count + 1];
        InputShape = x;
        Activations[0] = new Tensor<T>(x);
        Gradients[0] = withInputGradient ? new Tensor<T>(x) : null;
        for (var k = 0; k < network.Layers.Count; k++)
        {
            var layer = network.Layers[k];
            x = layer.OutputShape(x);
            // The same numbers are stored once; an activation takes its input's place if no backward pass reads that.
            var isSame = k > 0 && (layer is Reshape<T> || inPlace && layer is Activation<T> { SlopeReadsInput: false }
                && !network.Layers[k - 1].BackwardReadsOutput);
            Activations[k + 1] = isSame ? Activations[k].WithShape(x) : new Tensor<T>(x);
            Gradients[k + 1] = isSame ? Gradients[k]!.WithShape(x) : new Tensor<T>(x);
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
