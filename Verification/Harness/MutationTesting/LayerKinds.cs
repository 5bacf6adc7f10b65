namespace CnnVerified.Verification.MutationTesting;

/// <summary>
/// Every kind of layer and loss that the library ships, a line each. Specimens, ledger, golden values and the tests of
/// gradients, contracts, speed and rounding read this list; a public type that is not on it fails the gate.
/// </summary>
internal static class LayerKinds
{
    /// <summary>All of them.</summary>
    public static IReadOnlyList<LayerKind> All { get; } =
    [
        new(typeof(Convolution<>), (g, draw) => new Convolution<double>(
            draw("kernels", g.Kernels), draw("bias", g.Bias), g.Stride, g.Padding, g.Dilation)) { IsLinear = true },
        new(typeof(Dense<>), OfFeatures: (g, draw) => new Dense<double>(
            draw("weights", new Shape(g.Outputs, g.Inputs)), draw("bias", new Shape(g.Outputs)))) { IsLinear = true },
        Elementwise(new Sigmoid<double>()),
        Elementwise(new ReLU<double>()),
        Elementwise(new Tanh<double>()),
        new(typeof(Softmax<>), OfFeatures: (_, _) => new Softmax<double>()),
        new(typeof(MaxPooling<>), (g, _) => new MaxPooling<double>(g.Kernel, g.Stride, PoolPadding(g))),
        new(typeof(AveragePooling<>), (g, _) => new AveragePooling<double>(g.Kernel, g.Stride, PoolPadding(g)))
        {
            IsLinear = true,
        },
        new(typeof(Reshape<>),
            (g, _) => new Reshape<double>(new Shape(g.X.WithoutFirstAxis().Count)),
            (g, _) => new Reshape<double>(new Shape(g.Inputs, 1, 1))) { IsLinear = true },
        OfLoss(new BinaryCrossEntropy<double>(), takesProbabilities: true),
        OfLoss(new SoftmaxCrossEntropy<double>()),
    ];

    /// <summary>The losses.</summary>
    public static IReadOnlyList<Loss<double>> Losses { get; } =
        [.. All.Select(kind => kind.Loss).OfType<Loss<double>>()];

    /// <summary>The kind of a name such as <c>Convolution</c>; null if there is none.</summary>
    public static LayerKind? Find(string name) => All.FirstOrDefault(kind => kind.Name == name);

    /// <summary>The kind of a layer, or of a loss as one.</summary>
    public static LayerKind Of(Layer<double> layer) => All.Single(kind => kind.Name == layer.Name);

    /// <summary>Every kind at given sizes, at normal values: of images and of features, if it takes both.</summary>
    public static IEnumerable<Specimen> Draw(ConvolutionGeometry images, DenseGeometry features)
    {
        var values = new NormalValues(features.Seed);
        return All.SelectMany(kind => kind.Draw(images, features, values));
    }

    private static LayerKind Elementwise<TLayer>(TLayer layer) where TLayer : Activation<double> =>
        new(typeof(TLayer).GetGenericTypeDefinition(), (_, _) => layer, (_, _) => layer) { IsElementwise = true };

    private static LayerKind OfLoss<TLoss>(TLoss loss, bool takesProbabilities = false) where TLoss : Loss<double> =>
        new(typeof(TLoss).GetGenericTypeDefinition(), OfFeatures: (_, _) => new LossLayer<double>(loss))
        {
            Loss = loss,
            TakesProbabilities = takesProbabilities,
        };

    /// <summary>Pooling has no dilation, and padding less than its window.</summary>
    private static Extent PoolPadding(ConvolutionGeometry geometry) =>
        (Math.Min(geometry.Padding.Height, geometry.Kernel.Height - 1),
         Math.Min(geometry.Padding.Width, geometry.Kernel.Width - 1));
}
