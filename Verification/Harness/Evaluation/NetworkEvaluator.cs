using System.Numerics;
using CnnVerified.Layers;

namespace CnnVerified.Verification;

/// <summary>
/// Evaluates a network, or the loss of its output, with one entry of a parameter or of the input changed (or all
/// entries of one). Activations before the change are kept, and behind it only what the change reaches is computed
/// again, by the layers' own forward pass; where it reaches everything, several evaluations go on as one batch. The
/// variables are the network's parameters in order, then its input.
/// </summary>
internal sealed class NetworkEvaluator<T> : IEvaluator<T> where T : IFloatingPointIeee754<T>
{
    private const int FewestToShare = 4;

    private readonly Network<T> network;
    private readonly Tensor<T>? target;
    private readonly Loss<T>? loss;
    private readonly Tensor<T>[] current, unperturbed;
    private readonly Range[] reached;
    private readonly (int Layer, int Parameter)[] owners;
    private readonly Lazy<SharedTail<T>?>[] tails;

    public NetworkEvaluator(Network<T> network, Loss<T>? loss, Tensor<T> x, Tensor<T>? target)
    {
        (this.network, this.loss, this.target) = (network, loss, target);
        current = new Tensor<T>[network.Layers.Count + 1];
        current[0] = x;
        for (var k = 0; k < network.Layers.Count; k++) current[k + 1] = network.Layers[k].Forward(current[k]);
        unperturbed = [.. current.Select(activation => activation.Clone())];
        reached = new Range[current.Length];
        owners = [.. network.Layers.SelectMany((layer, k) => layer.Parameters.Select((_, p) => (k, p)))];
        tails = [.. owners.Select(owner => owner.Layer + 1).Append(0).Select(behind => new Lazy<SharedTail<T>?>(
            () => loss is null ? null : SharedTail<T>.From(network, behind, loss, target!, unperturbed)))];
    }

    /// <inheritdoc/>
    public Range Evaluate(int variable, int entry, T value, Span<T> outputs)
    {
        using var change = Change(variable, entry, value, network.Layers.Count);
        Run(variable, entry, network.Layers.Count);
        return Collect(outputs);
    }

    /// <inheritdoc/>
    public void EvaluateEach(
        int variable, ReadOnlySpan<(int Entry, T Value)> changes, Span<T> outputs, Span<Range> reaches)
    {
        var tail = changes.Length < FewestToShare ? null : tails[variable].Value;
        var count = outputs.Length / changes.Length;
        for (var (i, together) = (0, 0); i < changes.Length; i += together)
        {
            together = Math.Min(tail?.Count ?? 1, changes.Length - i);
            var some = changes.Slice(i, together);
            var results = outputs.Slice(i * count, together * count);
            if (tail is not null) EvaluateTogether(tail, variable, some, results, reaches[i..]);
            else reaches[i] = Evaluate(variable, some[0].Entry, some[0].Value, results);
        }
    }

    /// <inheritdoc/>
    public Span<T> Values(int variable) => Find(variable).Tensor.Values;

    /// <inheritdoc/>
    public Range Evaluate(int variable, Span<T> outputs)
    {
        var first = Find(variable).Layer;
        try
        {
            for (var k = first; k < network.Layers.Count; k++)
            {
                reached[k + 1] = Range.All;
                network.Layers[k].Forward(current[k], current[k + 1]);
            }
            if (network.Layers.Count == 0) reached[0] = Range.All;
            return Collect(outputs);
        }
        finally
        {
            Restore(first, network.Layers.Count);
        }
    }

    private void EvaluateTogether(
        SharedTail<T> tail, int variable, ReadOnlySpan<(int Entry, T Value)> changes, Span<T> losses, Span<Range> reaches)
    {
        for (var i = 0; i < changes.Length; i++)
        {
            var (entry, value) = changes[i];
            using var change = Change(variable, entry, value, tail.First);
            Run(variable, entry, tail.First);
            tail.Take(i, current[tail.First]);
        }
        tail.Run(losses);
        reaches[..changes.Length].Fill(Range.All);
    }

    private Changed Change(int variable, int entry, T value, int end)
    {
        var (first, _, _, tensor) = Find(variable);
        var change = new Changed(this, tensor, entry, tensor[entry], first, end);
        tensor[entry] = value;
        return change;
    }

    /// <summary>Runs the layers behind a changed entry up to one.</summary>
    private void Run(int variable, int entry, int end)
    {
        var (first, parameter, isInput, _) = Find(variable);
        if (isInput) reached[0] = entry..(entry + 1);
        for (var k = first; k < end; k++)
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
    }

    private (int Layer, int Parameter, bool IsInput, Tensor<T> Tensor) Find(int variable)
    {
        if (variable == owners.Length) return (0, 0, true, current[0]);
        var (layer, parameter) = owners[variable];
        return (layer, parameter, false, network.Layers[layer].Parameters[parameter].Value);
    }

    private void Restore(int first, int end)
    {
        for (var k = first + 1; k <= end; k++)
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

    /// <summary>A changed entry: at its end it has its own value again, and the activations behind it theirs.</summary>
    private readonly struct Changed(
        NetworkEvaluator<T> evaluator, Tensor<T> tensor, int entry, T own, int first, int end) : IDisposable
    {
        public void Dispose()
        {
            tensor[entry] = own;
            evaluator.Restore(first, end);
        }
    }
}
