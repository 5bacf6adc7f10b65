namespace CnnVerified.Verification.Evaluation;

/// <summary>
/// The last layers of a network, for several evaluations at once: each contributes the samples in front of these layers
/// that its change reaches, and they go through as one batch, so that weights are read once for all of them. That
/// changes no bit, since a layer with a partial forward pass computes every sample as if it were alone.
/// </summary>
internal sealed class SharedTail<T> where T : IFloatingPointIeee754<T>
{
    private const int MostSamples = 64;
    private const int MostNumbers = 40_960;           // of an activation: it shall stay in the second cache

    private readonly IPartialForward<T>[] layers;
    private readonly Tensor<T>[] activations;
    private readonly int[] places, holds;              // each sample's place; whose activation a row holds, less 1
    private readonly Range[] changed;                  // and what is not its own of that

    private SharedTail(IPartialForward<T>[] layers, int first, Shape[] samples, int count)
    {
        (this.layers, First, places, holds) = (layers, first, new int[count], new int[count]);
        changed = new Range[count];
        activations = [.. samples.Skip(first).Select(
            one => new Tensor<T>(one.WithoutFirstAxis().WithBatch(count)))];
    }

    /// <summary>The place in the network of the first of these layers.</summary>
    public int First { get; }

    /// <summary>How many samples wait.</summary>
    public int Taken { get; private set; }

    /// <summary>Whether no more can go through at once.</summary>
    public bool IsFull => Taken == places.Length;

    /// <summary>
    /// The tail that begins with the first layer behind a change that takes a change of one input to all of its
    /// outputs; null if there is none, or not all layers compute every sample by itself, or the activations are too
    /// large to gain.
    /// </summary>
    /// <param name="layers">A network's layers; null in the place of one that does not.</param>
    /// <param name="behind">The first layer behind the change.</param>
    /// <param name="samples">The shapes of one sample's activations, the network's input first.</param>
    public static SharedTail<T>? From(IPartialForward<T>?[] layers, int behind, Shape[] samples)
    {
        var first = Enumerable.Range(behind, layers.Length - behind).FirstOrDefault(ReachesEverything, -1);
        if (first < 0 || layers.Skip(behind).Contains(null)) return null;
        var count = Math.Min(MostSamples, MostNumbers / samples.Skip(first).Max(one => one.Count));
        return count > 1 ? new([.. layers.Skip(first).OfType<IPartialForward<T>>()], first, samples, count) : null;

        bool ReachesEverything(int k)
        {
            var outputs = samples[k + 1].Count;
            return layers[k]?.ReachOfInputs(..1, samples[k]).GetOffsetAndLength(outputs).Length == outputs;
        }
    }

    /// <summary>Takes a sample's activation, which differs from its own in one stretch, and its place.</summary>
    public void Take(int place, ReadOnlySpan<T> own, ReadOnlySpan<T> activation, Range stretch)
    {
        var row = activations[0].Values.Slice(Taken * own.Length, own.Length);
        var stale = holds[Taken] == place + 1 ? changed[Taken] : Range.All;
        own[stale].CopyTo(row[stale]);
        activation[stretch].CopyTo(row[stretch]);
        (holds[Taken], changed[Taken]) = (place + 1, stretch);
        places[Taken++] = place;
    }

    /// <summary>Runs the layers on the samples that wait.</summary>
    public void Run()
    {
        for (var k = 0; k < layers.Length; k++)
        {
            var (x, y) = (activations[k], activations[k + 1]);
            layers[k].Forward(x, y, ..(Taken * (y.Shape.Count / places.Length)));
        }
    }

    /// <summary>The place of a sample in its batch, in the order in which they were taken.</summary>
    public int Place(int i) => places[i];

    /// <summary>Its prediction.</summary>
    public ReadOnlySpan<T> Prediction(int i)
    {
        var size = activations[^1].Shape.Count / places.Length;
        return activations[^1].Values.Slice(i * size, size);
    }

    /// <summary>Waits for other samples.</summary>
    public void Clear() => Taken = 0;
}
