namespace CnnVerified.Verification.Evaluation;

/// <summary>
/// Evaluates a network, or the loss of its output, with one entry of a parameter or of the input changed (or all
/// entries of one). Activations before the change are kept, and behind it only what the change reaches is computed
/// again, sample by sample, by the layers' own forward pass; where it reaches everything, several evaluations go on as
/// one batch. The variables are the network's parameters in order, then its input.
/// </summary>
internal sealed class NetworkEvaluator<T> : IEvaluator<T> where T : IFloatingPointIeee754<T>
{
    private const int FewestToShare = 4;

    private readonly Network<T> network;
    private readonly IPartialForward<T>?[] partial;
    private readonly LossOutputs<T>? loss;
    private readonly Tensor<T>[] current, unperturbed;
    private readonly Shape[] samples;             // of each activation, as a batch of one
    private readonly Reach[] reached;
    private readonly (int Layer, int Parameter)[] owners;
    private readonly Lazy<SharedTail<T>?>[] tails;

    /// <summary>An evaluator, which changes parameters and x in place and puts them back.</summary>
    public NetworkEvaluator(Network<T> network, LossOutputs<T>? loss, Tensor<T> x)
    {
        (this.network, this.loss) = (network, loss);
        current = new Tensor<T>[network.Layers.Count + 1];
        current[0] = x;
        for (var k = 0; k < network.Layers.Count; k++) current[k + 1] = network.Layers[k].Forward(current[k]);
        unperturbed = [.. current.Select(activation => activation.Clone())];
        samples = [.. current.Select(activation => Samples.ShapeOfOne(activation.Shape))];
        partial = [.. network.Layers.Select((layer, k) => Samples.Apart(layer, unperturbed[k], unperturbed[k + 1]))];
        reached = new Reach[current.Length];
        owners = [.. network.Layers.SelectMany((layer, k) => layer.Parameters.Select((_, p) => (k, p)))];
        tails = [.. owners.Select(owner => owner.Layer + 1).Append(0).Select(behind => new Lazy<SharedTail<T>?>(
            () => loss is null ? null : SharedTail<T>.From(partial, behind, samples)))];
    }

    /// <inheritdoc/>
    public Reach Evaluate(int variable, int entry, T value, Span<T> outputs)
    {
        using var change = Change(variable, entry, value, network.Layers.Count);
        Run(variable, entry, network.Layers.Count);
        return Collect(outputs);
    }

    /// <inheritdoc/>
    public void EvaluateEach(
        int variable, ReadOnlySpan<(int Entry, T Value)> changes, Span<T> outputs, Span<Reach> reaches)
    {
        var isInput = variable == owners.Length;
        if (changes.Length * (isInput ? 1 : All(0).Samples) >= FewestToShare && tails[variable].Value is { } tail)
        {
            EvaluateTogether(tail, variable, changes, outputs, reaches);
            return;
        }
        var count = outputs.Length / changes.Length;
        for (var i = 0; i < changes.Length; i++)
            reaches[i] = Evaluate(variable, changes[i].Entry, changes[i].Value, outputs.Slice(i * count, count));
    }

    /// <inheritdoc/>
    public Span<T> Values(int variable) => Find(variable).Tensor.Values;

    /// <inheritdoc/>
    public Reach Evaluate(int variable, Span<T> outputs)
    {
        var first = Find(variable).Layer;
        try
        {
            if (network.Layers.Count == 0) reached[0] = All(0);
            for (var k = first; k < network.Layers.Count; k++) RunWhole(k);
            return Collect(outputs);
        }
        finally
        {
            Restore(first, network.Layers.Count);
        }
    }

    private void EvaluateTogether(
        SharedTail<T> tail, int variable, ReadOnlySpan<(int Entry, T Value)> changes, Span<T> outputs,
        Span<Reach> reaches)
    {
        var (count, size, finished) = (outputs.Length / changes.Length, samples[tail.First].Count, 0);
        try
        {
            for (var i = 0; i < changes.Length; i++)
            {
                var (entry, value) = changes[i];
                using var change = Change(variable, entry, value, tail.First);
                Run(variable, entry, tail.First);
                var reach = reaches[i] = reached[tail.First];
                for (var n = reach.First; n < reach.First + reach.Samples; n++)
                {
                    tail.Take(n, unperturbed[tail.First].Values.Slice(n * size, size),
                        current[tail.First].Values.Slice(n * size, size), reach.Stretch);
                    if (tail.IsFull) Finish(outputs, reaches);
                }
            }
            Finish(outputs, reaches);
        }
        finally
        {
            tail.Clear();
            unperturbed[^1].Values.CopyTo(current[^1].Values);
        }

        // Evaluations pass in order; the samples of one may do so in several batches.
        void Finish(Span<T> outputs, Span<Reach> reaches)
        {
            tail.Run();
            for (var i = 0; i < tail.Taken; i++)
            {
                var n = tail.Place(i);
                var prediction = tail.Prediction(i);
                prediction.CopyTo(current[^1].Values[(n * prediction.Length)..]);
                var reach = reaches[finished];
                if (n < reach.First + reach.Samples - 1) continue;
                reached[^1] = Reach.AllOf(reach.First, reach.Samples, prediction.Length);
                reaches[finished] = Collect(outputs.Slice(finished * count, count));
                Restore(network.Layers.Count - 1, network.Layers.Count);
                finished++;
            }
            tail.Clear();
        }
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
        var size = samples[0].Count;
        reached[first] = isInput ? new(entry / size, 1, entry % size, 1, size) : All(first);
        for (var k = first; k < end; k++)
        {
            if (partial[k] is not { } layer)
            {
                RunWhole(k);
                continue;
            }
            reached[k + 1] = reached[k].In(k == first && !isInput
                ? layer.ReachOfParameter(parameter, entry, samples[k])
                : layer.ReachOfInputs(reached[k].Stretch, samples[k]), samples[k + 1].Count);
            foreach (var range in reached[k + 1]) layer.Forward(current[k], current[k + 1], range);
        }
    }

    private void RunWhole(int k)
    {
        reached[k + 1] = All(k + 1);
        network.Layers[k].Forward(current[k], current[k + 1]);
    }

    private Reach All(int k) => Reach.AllOf(0, current[k].Shape.Count / samples[k].Count, samples[k].Count);

    private (int Layer, int Parameter, bool IsInput, Tensor<T> Tensor) Find(int variable)
    {
        if (variable == owners.Length) return (0, 0, true, current[0]);
        var (layer, parameter) = owners[variable];
        return (layer, parameter, false, network.Layers[layer].Parameters[parameter].Value);
    }

    private void Restore(int first, int end)
    {
        for (var k = first + 1; k <= end; k++)
            foreach (var range in reached[k]) unperturbed[k].Values[range].CopyTo(current[k].Values[range]);
    }

    private Reach Collect(Span<T> outputs)
    {
        if (loss is not null) return loss.Evaluate(current[^1], reached[^1], outputs);
        foreach (var range in reached[^1]) current[^1].Values[range].CopyTo(outputs[range]);
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
