namespace CnnVerified.Verification.Adequacy;

/// <summary>
/// What a check at some input and upstream gradient cannot see, by name: every planted bug of the catalogue that
/// leaves the layer's gradients there as they are, and for layers that the catalogue does not know, the features
/// of the probe that hide mistakes.
/// </summary>
internal static class ProbeAdequacy
{
    /// <summary>What is said where no gradient is anything but 0.</summary>
    public const string OnlyZeros =
        "every derivative is 0 here: this cannot show a factor, a sign or a term that is left out. Move the point.";

    /// <summary>What is said where the code under check throws.</summary>
    public static string Failed(Exception e) =>
        $"what this point hides could not be told: the code threw {e.GetType().Name}, {e.Message.TrimEnd('.')}.";

    /// <summary>
    /// What a check of a single layer cannot see; nothing is said of networks, losses and plain functions.
    /// </summary>
    public static IReadOnlyList<string> Blind(Origin? origin) =>
        origin is { Loss: null, Network.Layers: [not LossLayer<double> and var layer] }
            ? Blind(LayerTwin.Of(layer, origin.X)?.Layer ?? layer, origin.X, origin.Upstream) : [];

    /// <summary>A sentence for each kind of blindness; none if the probe is fit.</summary>
    public static IReadOnlyList<string> Blind(Layer<double> layer, Tensor<double> x, Tensor<double> dy)
    {
        var features = Features(layer, x, dy).ToArray();
        var unseen = Catalogue.All.Where(bug => bug.Fits(layer)
            && bug.Named is not null && IsRight(layer, bug.PlantIn(layer), x, dy)).Select(bug => bug.Name).ToArray();
        var because = features.Length == 0 ? "" : $" ({string.Join(", ", features.Select(f => f.Feature))})";
        return
        [
            .. features.Where(f => f.Mistake.Length > 0).Select(f => $"{f.Feature}: this cannot show {f.Mistake}."),
            .. unseen.Length == 0 ? Array.Empty<string>()
                : [$"Planted here, these mistakes would pass{because}: {string.Join(", ", unseen)}."],
        ];
    }

    private static bool IsRight(Layer<double> right, Layer<double> planted, Tensor<double> x, Tensor<double> dy)
    {
        var expected = LayerRun.Of(right, x, dy);
        var actual = Restored.After([.. right.Parameters.Select(p => p.Value)], () =>
        {
            LayerRun.Of(planted, x, dy);
            return LayerRun.Of(planted, x, dy);             // some mistakes show at a second call only
        });
        return Difference.First(Difference.BeyondRounding, actual.Backwards(right), expected.Backwards(right)) is null;
    }

    private static IEnumerable<(string Feature, string Mistake)> Features(
        Layer<double> layer, Tensor<double> x, Tensor<double> dy)
    {
        var isImage = x.Shape.Rank == 4;
        if (x.Shape[0] == 1)
            yield return ("N = 1", "a batch of which only one sample counts, or a mean where the sum belongs");
        if (IsConstant(dy)) yield return (
            "dy is constant", "an upstream gradient that is ignored, shifted, rotated or given to the wrong output");
        if (IsConstant(x)) yield return ("x is constant", "inputs that are exchanged, shifted or mirrored");
        if (isImage && x.Shape[1] == 1) yield return ("C = 1", "channels that are exchanged or left out");
        if (isImage && x.Shape[2] == x.Shape[3]) yield return ("the image is square", "height and width exchanged");
        if (Window(layer) is { } window)
        {
            if (window.Stride == new Extent(1, 1)) yield return ("stride 1", "a stride that the backward pass ignores");
            if (window.Padding == new Extent(0, 0))
                yield return ("padding 0", "a padding that the backward pass ignores");
            if (window.Size.Height == window.Size.Width)
                yield return ("the window is square", "a window's height and width exchanged");
            if (window.Stride.Height >= window.Size.Height && window.Stride.Width >= window.Size.Width)
                yield return ("no windows overlap", "windows that overwrite each other's share where they should add");
        }
        if (layer is Convolution<double> convolution && IsSymmetric(convolution.Parameters[0].Value))
            yield return ("the kernels are symmetric", "a kernel that is not rotated");
        if (layer is Convolution<double> && layer.Parameters[0].Value.Shape[0] == x.Shape[1])
            yield return ("C = F", "the kernels' channel axes exchanged");
        if (layer is Dense<double> && layer.Parameters[0].Value.Shape[0] == layer.Parameters[0].Value.Shape[1])
            yield return ("the weights are square", "an order of axes that only fits by chance");
        if (IsSaturated(layer, x))
            yield return (
                "more than half of the outputs are saturated", "mistakes in entries whose gradient is next to 0");
    }

    private static SlidingWindow? Window(Layer<double> layer) => layer switch
    {
        Convolution<double> convolution => convolution.Window,
        Pooling<double> pooling => pooling.Window,
        _ => null,
    };

    private static bool IsConstant(Tensor<double> tensor) =>
        tensor.Shape.Count > 1 && !tensor.Values.ContainsAnyExcept(tensor[0]);

    private static bool IsSymmetric(Tensor<double> kernels) =>
        kernels.Shape[2] * kernels.Shape[3] > 1 && Difference.InBits("", Mirrored.Tensor(kernels), kernels) is null;

    private static bool IsSaturated(Layer<double> layer, Tensor<double> x) =>
        layer is Sigmoid<double> or Tanh<double> && Saturation.Count(layer, layer.Forward(x)) > x.Shape.Count / 2;
}
