namespace CnnVerified.Training.Page;

/// <summary>
/// A network so small that every number of a forward and a backward pass can be shown: 4×4 image → convolution 2×2 →
/// sigmoid → dense → sigmoid → binary cross-entropy.
/// </summary>
/// <param name="Kernel">Its four numbers.</param>
/// <param name="Stride">Of the convolution.</param>
/// <param name="Padding">Of the convolution.</param>
internal sealed record TinyNetwork(double[] Kernel, int Stride, int Padding)
{
    private const double Bias = 0.5, DenseBias = -0.25, Target = 1;

    private static readonly double[] Image = [1, 0, 0.5, 1, 0, 1.5, 1, 0, 0.5, 1, 0, 0.5, 1, 0.5, 0, 1.5];

    /// <summary>The window of the convolution.</summary>
    private SlidingWindow Window => new(2, Stride, Padding);

    /// <summary>The shape of the feature map.</summary>
    public Extent Map => Window.OutputSize(4);

    /// <summary>Which entries are multiplied: of the output, the kernel and the image, row by row.</summary>
    public IReadOnlyList<int[]> Products()
    {
        var products = new List<int[]>();
        var y = new Shape(1, 1, Map.Height, Map.Width);
        foreach (var (_, _, oh, ow, _, u, v, h, w) in Window.Products(new(1, 1, 4, 4), new(1, 1, 2, 2), y))
            products.Add([oh * Map.Width + ow, 2 * u + v, 4 * h + w]);
        return products;
    }

    /// <summary>Every number of both passes, tensor by tensor, as the library computes them.</summary>
    /// <param name="bug">A mistake in every layer or loss that it breaks; none if it is null.</param>
    public IReadOnlyDictionary<string, double[]> Numbers(PlantedBug? bug = null)
    {
        var outputs = Map.Height * Map.Width;
        Layer<double>[] layers =
        [
            new Convolution<double>(
                new(new Shape(1, 1, 2, 2), Kernel), new(new Shape(1), Bias), Stride, Padding),
            new Sigmoid<double>(), new Reshape<double>(new Shape(outputs)),
            new Dense<double>(new(new Shape(1, outputs), Weights(outputs)), new(new Shape(1), DenseBias)),
            new Sigmoid<double>(),
        ];
        Loss<double> loss = new BinaryCrossEntropy<double>();
        if (bug is not null)
        {
            layers = [.. layers.Select(layer => layer.Name == bug.Breaks ? bug.PlantIn(layer) : layer)];
            if (loss.Name == bug.Breaks) loss = bug.PlantIn(loss);
        }
        var (x, t) = (new Tensor<double>(new Shape(1, 1, 4, 4), Image), new Tensor<double>(new Shape(1, 1), Target));
        var activations = new List<Tensor<double>> { x };
        foreach (var layer in layers) activations.Add(layer.Forward(activations[^1]));
        var dy = new Tensor<double>(t.Shape);
        loss.Gradient(activations[^1], t, dy);
        var (upstream, parameters) = (new Tensor<double>[layers.Length + 1], new Tensor<double>[layers.Length][]);
        upstream[^1] = dy;
        for (var i = layers.Length - 1; i >= 0; i--)
        {
            upstream[i] = new(activations[i].Shape);
            parameters[i] = [.. layers[i].Parameters.Select(parameter => new Tensor<double>(parameter.Value.Shape))];
            layers[i].Backward(activations[i], activations[i + 1], upstream[i + 1], upstream[i], parameters[i]);
        }
        (string Name, double[] Numbers)[] tensors =
        [
            ("x", Image), ("k", Kernel), ("b", [Bias]), ("y", Of(activations[1])), ("s", Of(activations[2])),
            ("W", Weights(outputs)), ("c", [DenseBias]), ("z", Of(activations[4])), ("p", Of(activations[5])),
            ("t", [Target]), ("L", [loss.Value(activations[5], t)]), ("dp", Of(upstream[5])), ("dz", Of(upstream[4])),
            ("dW", Of(parameters[3][0])), ("dc", Of(parameters[3][1])), ("ds", Of(upstream[2])),
            ("dy", Of(upstream[1])), ("dk", Of(parameters[0][0])), ("db", Of(parameters[0][1])),
            ("dx", Of(upstream[0])),
        ];
        return tensors.ToDictionary(tensor => tensor.Name, tensor => tensor.Numbers);

        static double[] Of(Tensor<double> tensor) => tensor.Values.ToArray();
    }

    private static double[] Weights(int count) =>
        [.. Enumerable.Range(0, count).Select(i => ((7 * i + 3) % 5 - 1.5) / 2)];
}
