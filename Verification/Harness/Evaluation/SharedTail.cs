using System.Numerics;
using CnnVerified.Layers;

namespace CnnVerified.Verification;

/// <summary>
/// The last layers of a network and the loss, for several evaluations at once: each contributes the activation in front
/// of these layers, and they go through as one batch, so that weights are read once for all of them. That changes no
/// bit, since a layer with a partial forward pass computes every sample as if it were alone.
/// </summary>
internal sealed class SharedTail<T> where T : IFloatingPointIeee754<T>
{
    private const int MostEvaluations = 64;
    private const int MostNumbers = 40_960;           // of an activation: it shall stay in the second cache

    private readonly Network<T> network;
    private readonly Loss<T> loss;
    private readonly Tensor<T> target, prediction;
    private readonly Tensor<T>[] activations;

    private SharedTail(Network<T> network, int first, Loss<T> loss, Tensor<T> target, Tensor<T>[] single, int count)
    {
        (this.network, First, this.loss, this.target, Count) = (network, first, loss, target, count);
        prediction = single[^1].Clone();
        activations = [.. single.Skip(first).Select(
            one => new Tensor<T>(one.Shape.WithoutFirstAxis().WithBatch(count * one.Shape[0])))];
        for (var i = 0; i < count; i++) Take(i, single[first]);
    }

    /// <summary>The place in the network of the first of these layers.</summary>
    public int First { get; }

    /// <summary>How many evaluations can go through at once.</summary>
    public int Count { get; }

    /// <summary>
    /// The tail that begins with the first layer behind a change that takes a change of one input to all of its
    /// outputs; null if there is none, or not all layers compute every sample by itself, or the activations are too
    /// large to gain.
    /// </summary>
    /// <param name="network">The network.</param>
    /// <param name="behind">The first layer behind the change.</param>
    /// <param name="loss">The loss.</param>
    /// <param name="target">Its target.</param>
    /// <param name="single">The activations of one evaluation, the network's input first.</param>
    public static SharedTail<T>? From(
        Network<T> network, int behind, Loss<T> loss, Tensor<T> target, Tensor<T>[] single)
    {
        var first = Enumerable.Range(behind, network.Layers.Count - behind).FirstOrDefault(ReachesEverything, -1);
        if (first < 0 || network.Layers.Skip(behind).Any(layer => layer is not IPartialForward<T>)) return null;
        var count = Math.Min(MostEvaluations, MostNumbers / single.Skip(first).Max(one => one.Shape.Count));
        return count > 1 ? new(network, first, loss, target, single, count) : null;

        bool ReachesEverything(int k)
        {
            var outputs = single[k + 1].Shape.Count;
            return network.Layers[k] is IPartialForward<T> layer
                && layer.ReachOfInputs(..1, single[k].Shape).GetOffsetAndLength(outputs).Length == outputs;
        }
    }

    /// <summary>Takes an evaluation's activation.</summary>
    public void Take(int evaluation, Tensor<T> activation) =>
        activation.Values.CopyTo(activations[0].Values[(evaluation * activation.Shape.Count)..]);

    /// <summary>The losses of the first evaluations.</summary>
    public void Run(Span<T> losses)
    {
        for (var k = First; k < network.Layers.Count; k++)
            network.Layers[k].Forward(activations[k - First], activations[k - First + 1]);
        for (var i = 0; i < losses.Length; i++)
        {
            activations[^1].Values.Slice(i * prediction.Shape.Count, prediction.Shape.Count).CopyTo(prediction.Values);
            losses[i] = loss.Value(prediction, target);
        }
    }
}
