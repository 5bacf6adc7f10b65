using System.Numerics;
using CnnVerified.Layers;

namespace CnnVerified.Verification;

/// <summary>
/// Evaluates a network, or the loss of its output, with one entry of a parameter or of the input changed. Activations before
/// the change are kept, and behind it only what the change reaches is computed again, by the layers' own forward pass.
/// The variables are the network's parameters in order, then its input.
/// </summary>
internal sealed class NetworkEvaluator<T> : IEvaluator<T> where T : IFloatingPointIeee754<T>
{
    private readonly Network<T> network;
    private readonly Tensor<T>? target;
    private readonly Loss<T>? loss;
    private readonly Tensor<T>[] current, unperturbed;
    private readonly Range[] reached;
    private readonly (int Layer, int Parameter)[] owners;

    public NetworkEvaluator(Network<T> network, Loss<T>? loss, Tensor<T> x, Tensor<T>? target)
    {
        (this.network, this.loss, this.target) = (network, loss, target);
        current = new Tensor<T>[network.Layers.Count + 1];
        current[0] = x;
        for (var k = 0; k < network.Layers.Count; k++) current[k + 1] = network.Layers[k].Forward(current[k]);
        unperturbed = [.. current.Select(activation => activation.Clone())];
        reached = new Range[current.Length];
        owners = [.. network.Layers.SelectMany((layer, k) => layer.Parameters.Select((_, p) => (k, p)))];
    }

    /// <inheritdoc/>
    public Range Evaluate(int variable, int entry, T value, Span<T> outputs)
    {
        var isInput = variable == owners.Length;
        var (first, parameter) = isInput ? (0, 0) : owners[variable];
        var tensor = isInput ? current[0] : network.Layers[first].Parameters[parameter].Value;
        var own = tensor[entry];
        tensor[entry] = value;

        if (isInput) reached[0] = entry..(entry + 1);
        for (var k = first; k < network.Layers.Count; k++)
        {
            if (network.Layers[k] is IPartialForward<T> layer)
            {
                var shape = current[k].Shape;
                reached[k + 1] = k == first && !isInput ? layer.ReachOfParameter(parameter, entry, shape) : layer.ReachOfInputs(reached[k], shape);
                layer.Forward(current[k], current[k + 1], reached[k + 1]);
            }
            else
            {
                reached[k + 1] = Range.All;
                network.Layers[k].Forward(current[k], current[k + 1]);
            }
        }
        var range = Collect(outputs);

        tensor[entry] = own;
        for (var k = first + 1; k < current.Length; k++)
            unperturbed[k].Values[reached[k]].CopyTo(current[k].Values[reached[k]]);
        return range;
    }

    private Range Collect(Span<T> outputs)
    {
        if (loss is not null)
        {
            outputs[0] = loss.Value(current[^1], target!);
            return Range.All;
        }
        current[^1].Values[reached[^1]].CopyTo(outputs[reached[^1]]);
        return reached[^1];
    }
}
