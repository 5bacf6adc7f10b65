namespace CnnVerified.Verification.Tests.RightLayers;

/// <summary>
/// A layer, a loss or a network of the library, drawn with a point to check it at: every gradient is right.
/// </summary>
/// <param name="Seed">From which it was drawn.</param>
/// <param name="Description">What was drawn.</param>
/// <param name="Network">One layer or several; none for a loss alone.</param>
/// <param name="Loss">The loss, if there is one.</param>
/// <param name="X">The input, or the prediction of a loss alone.</param>
/// <param name="Upstream">dy, or the target where there is a loss.</param>
internal sealed record RightCode(
    int Seed, string Description, Network<double> Network, Loss<double>? Loss, Tensor<double> X,
    Tensor<double> Upstream)
{
    private const int LargestBatch = 4, LargestAxis = 6, MostLayers = 5;

    /// <summary>The same, of which only double is known.</summary>
    public RightCode ForDoubleAlone => this with
    {
        Network = new Network<double>([.. Network.Layers.Select(layer => new DoubleLayer(layer))]),
        Loss = Loss is null ? null : new DoubleLoss(Loss),
    };

    /// <summary>A third of all seeds give one layer or one loss, the others networks of 2 to 5 layers.</summary>
    public static RightCode Draw(int seed)
    {
        var values = new Values(seed);
        var count = values.Next(3) == 0 ? 1 : 1 + values.Size(MostLayers - 1);
        if (count == 1 && values.Next(5) == 0) return LossAlone(seed, values);

        var shape = Input(values);
        var (layers, output) = (new List<Layer<double>>(), shape);
        for (var i = 0; i < count; i++)
        {
            layers.Add(RightLayer.Draw(values, output));
            output = layers[i].OutputShape(output);
        }
        var loss = count > 1 && values.Next(2) == 0 ? AnyLoss(values) : null;
        if (loss is SoftmaxCrossEntropy<double> && output.Rank != 2) layers.Add(RightLayer.Flattened(values, output));
        if (loss is BinaryCrossEntropy<double> && values.Next(2) == 0)
            layers.Add(values.Noted("sigmoid", new Sigmoid<double>()));

        var (network, x) = (new Network<double>([.. layers]), values.Tensor($"x of {shape}", shape));
        var y = network.Forward(x, new Trace<double>(network, shape, withInputGradient: false));
        var upstream = loss is null ? values.Upstream(y.Shape) : values.Target(y);
        return new(seed, values.Description, network, loss, x, upstream);
    }

    /// <summary>A check of all gradients.</summary>
    public GradientCheck Check() =>
        Loss is null ? GradientCheck.Of(Layer).At(X, upstream: Upstream)
        : Network.Layers.Count == 0 ? GradientCheck.Of(Loss).At(X, Upstream)
        : GradientCheck.Of(Network, Loss).At(X, Upstream);

    /// <summary>
    /// A proof of the layer, of several as one, or of the loss alone; null for a network with a loss.
    /// </summary>
    public LayerProof? Proof() =>
        Loss is null ? LayerProof.Of(Layer).At(X)
        : Network.Layers.Count == 0 ? LayerProof.Of(Loss).At(X) : null;

    /// <summary>The seed and what was drawn.</summary>
    public override string ToString() => $"seed {Seed}: {Description}";

    private Layer<double> Layer =>
        Network.Layers.Count == 1 ? Network.Layers[0] : new Composite<double>(Network);

    private static RightCode LossAlone(int seed, Values values)
    {
        var (loss, shape) = (AnyLoss(values), new Shape(values.Size(LargestBatch), values.Size(LargestAxis)));
        var p = loss is BinaryCrossEntropy<double> ? values.Probabilities(shape) : values.Tensor("logits", shape);
        return new(seed, $"{values.Description} at {shape}", new Network<double>(), loss, p, values.Target(p));
    }

    private static Loss<double> AnyLoss(Values values) => values.Next(2) == 0
        ? values.Noted("softmax cross-entropy", new SoftmaxCrossEntropy<double>())
        : values.Noted("binary cross-entropy", new BinaryCrossEntropy<double>());

    private static Shape Input(Values values)
    {
        var n = values.Size(LargestBatch);
        if (values.Next(3) == 0) return new Shape(n, values.Size(LargestAxis));
        var channels = values.Size(3);
        return new Shape(n, channels, values.Size(LargestAxis), values.Size(LargestAxis));
    }
}
