namespace CnnVerified.Verification.Benchmarks;

/// <summary>What the map of costs covers.</summary>
internal static class Operations
{
    private const int Batch = 16, MostProducts = 1 << 28, NearPeak = 8;

    private static readonly Axis
        Channels = new("channels", 1, 2, 3, 4, 6, 8, 16, 32, 64, 128, 256),
        Images = new("image", 4, 5, 7, 8, 10, 14, 16, 20, 28, 32, 48, 64),
        Strides = new("stride", 1, 2, 3, 4),
        Samples = new("samples", 1, 2, 3, 4, 6, 8, 16, 32, 64, 128, 256, 512),
        Entries = new("entries", [.. Enumerable.Range(0, 21).Select(i => 1 << i)]);

    /// <summary>All operations.</summary>
    public static IReadOnlyList<Operation> All { get; } =
    [
        new("convolution", "multiply-add", new MappedLayer(s => Convolution(s[1], s[1], s[2], s[0])),
            new("kernel", 1, 3, 5, 7), Channels, Images)
            { NearPeak = s => s[1] >= NearPeak && s[2] >= NearPeak },
        new("convolution, C → F", "multiply-add", new MappedLayer(s => Convolution(s[1], s[2], s[0], 3)),
            new("image", 4, 8, 28), Channels, Channels with { Name = "filters" })
            { NearPeak = s => s[0] >= NearPeak && s[1] >= NearPeak && s[2] >= NearPeak },
        new("convolution, geometry", "multiply-add", new MappedLayer(s => Convolution(
            s[0], s[0], s[5], s[1], s[4], s[2] * (s[1] - 1) * s[3] / 2, s[3])),
            new("channels", 8, 64), new("kernel", 3, 5), new("padded", 0, 1), new("dilation", 1, 2, 3), Strides,
            Images) { NearPeak = s => s[5] >= NearPeak },
        new("max pooling", "tap", new MappedLayer(s => Pooled(new MaxPooling<double>(s[0], s[1]), s[2])),
            new("window", 2, 3, 4, 5), Strides, Images),
        new("average pooling", "tap", new MappedLayer(s => Pooled(new AveragePooling<double>(s[0], s[1]), s[2])),
            new("window", 2, 3, 4, 5), Strides, Images),
        new("dense", "multiply-add", new MappedLayer(s => Dense(s[1], s[2], s[0])),
            new("outputs", 10, 100, 1_000),
            new("samples", 1, 2, 3, 4, 6, 8, 16, 32, 64, 128, 256, 512),
            new("features", 10, 16, 30, 64, 100, 200, 300, 512, 1_000, 2_000, 4_000)),
        Entrywise(new Sigmoid<double>()),
        Entrywise(new Tanh<double>()),
        Entrywise(new ReLU<double>()),
        new("softmax", "entry", new MappedLayer(s => new(
            new Softmax<double>(), new(s[0], s[1]), (double)s[0] * s[1])), Samples, Classes),
        new("softmax cross-entropy", "entry", new MappedLoss(new SoftmaxCrossEntropy<double>()), Samples, Classes),
        new("binary cross-entropy", "entry", new MappedLoss(new BinaryCrossEntropy<double>()), Samples, Classes),
        new("SGD", "entry", new MappedOptimizer(OptimizerKind.Sgd), Entries),
        new("momentum", "entry", new MappedOptimizer(OptimizerKind.Momentum), Entries),
        new("Adam", "entry", new MappedOptimizer(OptimizerKind.Adam), Entries),
    ];

    private static Axis Classes => new("classes", 2, 3, 5, 8, 10, 16, 32, 64, 100, 200, 500, 1_000);

    private static Operation Entrywise(Layer<double> layer) =>
        new(layer.Name, "entry", new MappedLayer(s => new(layer, new(1, s[0]), s[0])), Entries);

    /// <summary>By default with an output for each input; of large images the batch is smaller.</summary>
    private static LayerOfShape? Convolution(
        int channels, int filters, int image, int kernel, int stride = 1, int? padding = null, int dilation = 1)
    {
        var window = new SlidingWindow(kernel, stride, padding ?? (kernel - 1) / 2, dilation);
        if (image + 2 * window.Padding.Height < window.Reach.Height) return null;
        var (height, width) = window.OutputSize(image);
        var products = (double)channels * filters * kernel * kernel * height * width;
        var samples = (int)Math.Clamp(MostProducts / products, 1, Batch);
        return new(
            new Convolution<double>(
                new(new Shape(filters, channels, kernel, kernel)), new(new Shape(filters)),
                window.Stride, window.Padding, window.Dilation),
            new(samples, channels, image, image), samples * products);
    }

    private static LayerOfShape? Pooled(Pooling<double> layer, int image)
    {
        const int PooledChannels = 8;
        var window = layer.Window.Size;
        if (image < window.Height) return null;
        Shape x = new(Batch, PooledChannels, image, image);
        return new(layer, x, (double)layer.OutputShape(x).Count * window.Height * window.Width);
    }

    private static LayerOfShape Dense(int samples, int features, int outputs) => new(
        new Dense<double>(new(new Shape(outputs, features)), new(new Shape(outputs))), new(samples, features),
        (double)samples * features * outputs);
}
