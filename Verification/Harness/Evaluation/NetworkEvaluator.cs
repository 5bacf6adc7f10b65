using System.Numerics;
using CnnVerified.Layers;

namespace CnnVerified.Verification;

/// <summary>
/// Evaluates a network, or the loss of its output, with one entry of a parameter or of the input changed (or all
/// entries of one). Activations before the change are kept, and behind it only what the change reaches is computed
/// again, by the layers' own forward pass. The variables are the network's parameters in order, then its input.
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
        var (first, parameter, isInput, tensor) = Find(variable);
        var own = tensor[entry];
        tensor[entry] = value;

        if (isInput) reached[0] = entry..(entry + 1);
        for (var k = first; k < network.Layers.Count; k++)
        {
            if (network.Layers[k] is IPartialForward<T> layer)
            {
                var shape = current[k].Shape;
                reached[k + 1] = k == first && !isInput
                    ? layer.ReachOfParameter(parameter, entry, shape) : layer.ReachOfInputs(reached[k], shape);
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
        Restore(first);
        return range;
    }

    /// <inheritdoc/>
    public Range Evaluate(int variable, ReadOnlySpan<T> values, Span<T> outputs)
    {
        var (first, _, _, tensor) = Find(variable);
        var own = tensor.Clone();
        values.CopyTo(tensor.Values);
        for (var k = first; k < network.Layers.Count; k++)
        {
            reached[k + 1] = Range.All;
            network.Layers[k].Forward(current[k], current[k + 1]);
        }
        if (network.Layers.Count == 0) reached[0] = Range.All;
        var range = Collect(outputs);

        own.Values.CopyTo(tensor.Values);
        Restore(first);
        return range;
    }

    private (int Layer, int Parameter, bool IsInput, Tensor<T> Tensor) Find(int variable)
    {
        if (variable == owners.Length) return (0, 0, true, current[0]);
        var (layer, parameter) = owners[variable];
        return (layer, parameter, false, network.Layers[layer].Parameters[parameter].Value);
    }

    private void Restore(int first)
    {
        for (var k = first + 1; k < current.Length; k++)
            unperturbed[k].Values[reached[k]].CopyTo(current[k].Values[reached[k]]);
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
