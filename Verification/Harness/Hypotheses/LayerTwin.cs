namespace CnnVerified.Verification.Hypotheses;

/// <summary>
/// A layer of the library that computes the same function as the one under suspicion, whoever wrote that and
/// however: it is found by its outputs, at the given input and at another. Its backward pass is right, so it
/// shows what mistakes would give.
/// </summary>
internal sealed class LayerTwin : IRightPass
{
    private const int LargestWindow = 4;

    private LayerTwin(Layer<double> layer) =>
        (Layer, IsReference) = layer.AsReference() is { } reference ? (reference, true) : (layer, false);

    /// <summary>The twin of a layer, if the library has one.</summary>
    public static LayerTwin? Of(Layer<double> layer, Tensor<double> x)
    {
        Tensor<double>[] theta = [.. layer.Parameters.Select(p => p.Value)];
        var other = Draw.Normal(x.Shape, seed: 1);
        return Candidates(theta, x.Shape, layer.OutputShape(x.Shape)).Select(candidate => new LayerTwin(candidate))
            .FirstOrDefault(twin => twin.Computes(layer, x) && twin.Computes(layer, other));
    }

    /// <summary>The twin itself.</summary>
    public Layer<double> Layer { get; }

    /// <summary>Whether it runs the textbook, which no layer under suspicion runs where it has kernels.</summary>
    public bool IsReference { get; }

    /// <inheritdoc/>
    public IEnumerable<(string Words, Func<Arguments, Tensor<double>[]> Gradients)> Siblings =>
        Layer switch
        {
            Convolution<double> convolution => ConvolutionSiblings.Of(convolution.Window),
            Pooling<double> pooling => PoolingSiblings.Of(pooling),
            _ => [],
        };

    /// <inheritdoc/>
    public IEnumerable<(string Name, double Value)> Sizes =>
        Layer is Pooling<double> pooling
            ? [("the window's size", pooling.Window.Size.Height * pooling.Window.Size.Width)] : [];

    /// <inheritdoc/>
    public Func<Tensor<double>, Tensor<double>> Forward => Layer.Forward;

    /// <inheritdoc/>
    public Tensor<double>[] Gradients(Arguments arguments)
    {
        var (dx, gradients) = Layer.WithParameters(arguments.Theta).Backward(arguments.X, arguments.Y, arguments.Dy);
        return [.. gradients, dx];
    }

    /// <summary>Whether a layer's outputs are the twin's.</summary>
    public bool Computes(Layer<double> layer, Tensor<double> x)
    {
        var (right, given) = (Forward(x), layer.Forward(x));
        return right.Shape == given.Shape && Closeness.Of(given, right).IsRounding;
    }

    private static IEnumerable<Layer<double>> Candidates(Tensor<double>[] theta, Shape x, Shape y) =>
        (theta.Length, theta.FirstOrDefault()?.Shape.Rank) switch
        {
            (2, 2) when x.Rank == 2 && x[1] == theta[0].Shape[1] && theta[1].Shape == new Shape(theta[0].Shape[0]) =>
                [new Dense<double>(theta[0], theta[1])],
            (2, 4) when x.Rank == 4 && y.Rank == 4 && x[1] == theta[0].Shape[1] && y[1] == theta[0].Shape[0]
                && (theta[1].Shape == new Shape(y[1]) || theta[1].Shape == y.WithoutFirstAxis()) =>
                Windows(theta[0].Shape, x, y).Select(window =>
                    new Convolution<double>(theta[0], theta[1], window.Stride, window.Padding)),
            (0, _) => WithoutParameters(x, y),
            _ => [],
        };

    private static IEnumerable<Layer<double>> WithoutParameters(Shape x, Shape y)
    {
        if (x == y)
        {
            yield return new Sigmoid<double>();
            yield return new Tanh<double>();
            yield return new ReLU<double>();
            if (x.Rank == 2) yield return new Softmax<double>();
        }
        if (x.Rank == 4 && y.Rank == 4 && x[0] == y[0] && x[1] == y[1])
            foreach (var pool in Pools(x, y)) yield return pool;
        if (y.Rank > 1 && x[0] == y[0] && x.Count == y.Count)
            yield return new Reshape<double>(y.WithoutFirstAxis());
    }

    /// <summary>Windows of every size up to a few taps, the likely ones first: without padding and overlap.</summary>
    private static IEnumerable<Layer<double>> Pools(Shape x, Shape y) =>
        from height in Enumerable.Range(1, Math.Min(LargestWindow, x[2]))
        from width in Enumerable.Range(1, Math.Min(LargestWindow, x[3]))
        where height * width > 1
        from window in Windows(new Shape(1, 1, height, width), x, y)
        from pool in new Pooling<double>[]
        {
            new MaxPooling<double>(window.Size, window.Stride, window.Padding),
            new AveragePooling<double>(window.Size, window.Stride, window.Padding),
        }
        select pool;

    /// <summary>Every stride and padding that takes images of x to images of y.</summary>
    private static IEnumerable<SlidingWindow> Windows(Shape kernels, Shape x, Shape y) =>
        from height in Steps(kernels[2], x[2], y[2])
        from width in Steps(kernels[3], x[3], y[3])
        select new SlidingWindow(
            (kernels[2], kernels[3]), (height.Stride, width.Stride), (height.Padding, width.Padding));

    private static IEnumerable<(int Stride, int Padding)> Steps(int kernel, int input, int output) =>
        from padding in Enumerable.Range(0, kernel)
        from stride in Enumerable.Range(1, input + 2 * padding)
        where input + 2 * padding >= kernel && (input + 2 * padding - kernel) / stride + 1 == output
        where output > 1 || stride == 1                                // a single window never takes a step
        select (stride, padding);
}
