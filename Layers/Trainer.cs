using System.Numerics;
using CnnVerified.Layers.Kernels;

namespace CnnVerified.Layers;

/// <summary>
/// Steps of an optimiser on one network: forward, loss, backward, update. After the first a step allocates nothing.
/// </summary>
/// <remarks>
/// A layer's dθ is the sum over the batch. With a loss that is a mean over the batch, as this library's are, the whole
/// network's dθ is therefore the mean of what the samples give one by one.
/// </remarks>
public sealed class Trainer<T> where T : IFloatingPointIeee754<T>
{
    private readonly Network<T> network;
    private readonly Loss<T> loss;
    private readonly Optimizer<T> optimizer;
    private readonly Trace<T> trace;
    private readonly Tensor<T>[]?[] gradients;

    /// <summary>Prepares the buffers for inputs of a shape.</summary>
    /// <param name="network">What is trained.</param>
    /// <param name="loss">What is made small.</param>
    /// <param name="optimizer">How a gradient changes a parameter.</param>
    /// <param name="x">The shape of the inputs, batch axis first.</param>
    /// <param name="fused">
    /// Whether, for plain <see cref="Sgd{T}"/>, layers that can update in their backward pass do so; the result is the same,
    /// bit for bit.
    /// </param>
    public Trainer(Network<T> network, Loss<T> loss, Optimizer<T> optimizer, Shape x, bool fused = true)
    {
        (this.network, this.loss, this.optimizer) = (network, loss, optimizer);
        trace = new Trace<T>(network, x, withInputGradient: false, inPlace: true);
        var canFuse = fused && optimizer is Sgd<T>;
        gradients =
            [.. network.Layers.Select(layer => canFuse && layer is IFusedUpdate<T> ? null : layer.NewGradients())];
    }

    /// <summary>One step on one batch.</summary>
    /// <returns>The loss before the step.</returns>
    public T Step(Tensor<T> x, Tensor<T> target)
    {
        var prediction = network.Forward(x, trace);
        var value = loss.Value(prediction, target);
        loss.Gradient(prediction, target, trace.OutputGradient);
        for (var k = network.Layers.Count - 1; k >= 0; k--)
        {
            var (input, output, dy, dx) = (trace.Activations[k], trace.Activations[k + 1], trace.Gradients[k + 1]!, trace.Gradients[k]);
            if (gradients[k] is { } own) Descend(network.Layers[k], own, input, output, dy, dx);
            else ((IFusedUpdate<T>)network.Layers[k]).BackwardAndUpdate(input, output, dy, dx, optimizer.LearningRate);
        }
        return value;
    }

    private void Descend(Layer<T> layer, Tensor<T>[] own, Tensor<T> x, Tensor<T> y, Tensor<T> dy, Tensor<T>? dx)
    {
        foreach (var gradient in own)
            Team.ForEntries(gradient.Shape.Count, gradient, static (dθ, entries) => dθ.Values[entries].Clear());
        layer.Backward(x, y, dy, dx, own);
        for (var p = 0; p < own.Length; p++) optimizer.Update(layer.Parameters[p].Value, own[p]);
    }
}
