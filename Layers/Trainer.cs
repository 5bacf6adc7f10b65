using CnnVerified.Layers.Kernels.Threads;

namespace CnnVerified.Layers;

/// <summary>
/// Steps of an optimiser on one network: forward, loss, <see cref="Network{T}.Backward"/>, then one update of each
/// parameter. After the first a step allocates nothing.
/// </summary>
/// <remarks>
/// Parameters over the same storage are one parameter: its gradient is the sum over its uses. A layer's dθ is the sum
/// over the batch. With a loss that is a mean over the batch, as this library's are, the whole network's dθ is
/// therefore the mean of what the samples give one by one.
/// </remarks>
public sealed class Trainer<T> where T : IFloatingPointIeee754<T>
{
    private readonly Network<T> network, stepping;
    private readonly Loss<T> loss;
    private readonly Optimizer<T> optimizer;
    private readonly Trace<T> trace;
    private readonly (Tensor<T> Parameter, Tensor<T> Gradient)[] steps;
    private readonly Tensor<T>[] gradients;

    /// <summary>Prepares the buffers for inputs of a shape.</summary>
    /// <param name="network">What is trained.</param>
    /// <param name="loss">What is made small.</param>
    /// <param name="optimizer">How a gradient changes a parameter.</param>
    /// <param name="x">The shape of the inputs, batch axis first.</param>
    /// <param name="fused">
    /// Whether, for plain <see cref="Sgd{T}"/>, layers that can update in their backward pass do so if no parameter of
    /// theirs is used elsewhere; the result is the same, bit for bit.
    /// </param>
    public Trainer(Network<T> network, Loss<T> loss, Optimizer<T> optimizer, Shape x, bool fused = true)
    {
        (this.network, this.loss, this.optimizer) = (network, loss, optimizer);
        trace = new Trace<T>(network, x, withInputGradient: false, inPlace: true);
        stepping = fused && optimizer is Sgd<T> sgd ? WithFusedUpdates(network, sgd) : network;
        steps = [.. stepping.Parameters.DistinctBy(p => p.Value.Storage)
            .Select(p => (p.Value, new Tensor<T>(p.Value.Shape)))];
        var sums = steps.ToDictionary(step => step.Parameter.Storage, step => step.Gradient);
        gradients = [.. stepping.Parameters.Select(p => sums[p.Value.Storage].WithShape(p.Value.Shape))];
    }

    /// <summary>One step on one batch.</summary>
    /// <returns>The loss before the step.</returns>
    public T Step(Tensor<T> x, Tensor<T> target)
    {
        var prediction = network.Forward(x, trace);
        var value = loss.Value(prediction, target);
        loss.Gradient(prediction, target, trace.OutputGradient);
        foreach (var (_, gradient) in steps)
            Team.ForEntries(gradient.Shape.Count, gradient, static (dθ, entries) => dθ.Values[entries].Clear());
        stepping.Backward(trace, gradients);
        foreach (var (parameter, gradient) in steps) optimizer.Update(parameter, gradient);
        return value;
    }

    /// <summary>The same layers, of which those that can and share nothing step in their backward pass.</summary>
    private static Network<T> WithFusedUpdates(Network<T> network, Sgd<T> sgd)
    {
        var uses = network.Parameters.CountBy(p => p.Value.Storage).ToDictionary();
        return new([.. network.Layers.Select(layer =>
            layer is IFusedUpdate<T> one && layer.Parameters.All(p => uses[p.Value.Storage] == 1)
                ? new SteppingLayer<T>(layer, one, sgd) : layer)]);
    }
}
