using CnnVerified.Layers;

namespace CnnVerified.Verification;

/// <summary>
/// Draws layers and losses of every kind, with a point to check them at: small, so that a thousand take no time.
/// </summary>
public static class Specimens
{
    /// <summary>A specimen of a kind such as <c>Convolution</c>.</summary>
    /// <param name="kind">What a planted bug breaks.</param>
    /// <param name="geometry">How the point is chosen.</param>
    /// <param name="seed">Determines everything that is drawn.</param>
    /// <exception cref="ArgumentException">There is no such kind.</exception>
    public static Specimen Draw(string kind, GeometryClass geometry, int seed)
    {
        var (sizes, values) = (new Random(seed), new NormalValues(seed));
        var specimen = kind switch
        {
            nameof(Convolution<>) => Convolution(geometry, sizes, values),
            nameof(Dense<>) => Dense(geometry, sizes, values),
            nameof(Sigmoid<>) => Of(new Sigmoid<double>(), Flat(geometry, sizes), values),
            nameof(ReLU<>) => Of(new ReLU<double>(), Flat(geometry, sizes), values),
            nameof(Tanh<>) => Of(new Tanh<double>(), Flat(geometry, sizes), values),
            nameof(Softmax<>) => Of(new Softmax<double>(), Flat(geometry, sizes), values),
            nameof(MaxPooling<>) => WithTies(Pooling(
                geometry, sizes, values, (size, stride, padding) => new MaxPooling<double>(size, stride, padding))),
            nameof(AveragePooling<>) => Pooling(
                geometry, sizes, values, (size, stride, padding) => new AveragePooling<double>(size, stride, padding)),
            nameof(BinaryCrossEntropy<>) => OfLoss(new BinaryCrossEntropy<double>(), Flat(geometry, sizes), seed),
            nameof(SoftmaxCrossEntropy<>) => OfLoss(new SoftmaxCrossEntropy<double>(), Flat(geometry, sizes), seed),
            _ => throw new ArgumentException($"There is no specimen of '{kind}'.", nameof(kind)),
        };
        if (geometry is GeometryClass.UpstreamOfOnes && specimen.Layer is not null) specimen.Upstream.Values.Fill(1);
        if (geometry is GeometryClass.ConstantInput) specimen.X.Values.Fill(0.7);
        return specimen;
    }

    private static Specimen Convolution(GeometryClass geometry, Random sizes, NormalValues values)
    {
        var (isSquare, isPlain) = (geometry is GeometryClass.Square, geometry is GeometryClass.StrideOne);
        var (n, c, f) = sizes.Next(3) switch { 0 => (2, 3, 4), 1 => (3, 2, 4), _ => (2, 4, 3) };
        if (geometry is GeometryClass.OneSample) n = 1;
        if (geometry is GeometryClass.OneChannel) c = f = 1;
        if (isSquare) n = c = f = 2;

        var isTall = sizes.Next(2) == 0;
        var kernel = isSquare ? new Extent(3, 3) : isTall ? (3, 2) : (2, 3);
        var stride = isPlain ? new Extent(1, 1) : isSquare ? 2 : isTall ? (2, 3) : (3, 2);
        var padding = isPlain ? new Extent(0, 0) : isSquare
            ? 1 : isTall ? (sizes.Next(2) == 0 ? (2, 1) : (1, 0)) : (sizes.Next(2) == 0 ? (1, 2) : (0, 1));
        var image = isSquare ? new Extent(7, 7) : new Extent(
            Image(kernel.Height, stride.Height, padding.Height), Image(kernel.Width, stride.Width, padding.Width));
        if (!isSquare && image.Height == image.Width) image = image with { Width = image.Width + stride.Width };
        var layer = new Convolution<double>(
            values.Tensor<double>(new Shape(f, c, kernel.Height, kernel.Width)), values.Tensor<double>(new Shape(f)),
            stride, padding);
        return Of(layer, new Shape(n, c, image.Height, image.Width), values);

        // Three windows at least, and inputs left over where the stride allows it.
        int Image(int size, int step, int border) =>
            size + (2 + sizes.Next(2)) * step - 2 * border + (step > 1 ? 1 : 0);
    }

    private static Specimen Pooling(
        GeometryClass geometry, Random sizes, NormalValues values, Func<Extent, Extent, Extent, Layer<double>> make)
    {
        var (isSquare, isPlain, isTall) =
            (geometry is GeometryClass.Square, geometry is GeometryClass.StrideOne, sizes.Next(2) == 0);
        var (n, c) = geometry switch
        {
            GeometryClass.OneSample => (1, 3),
            GeometryClass.OneChannel => (3, 1),
            GeometryClass.Square => (2, 2),
            _ => sizes.Next(2) == 0 ? (2, 3) : (3, 2),
        };
        var size = isSquare ? new Extent(3, 3) : isTall ? (3, 2) : (2, 3);
        var stride = isPlain ? new Extent(1, 1) : isSquare ? 2 : isTall ? (2, 1) : (1, 2);
        var padding = isPlain ? new Extent(0, 0) : isSquare ? 1 : isTall ? (1, 0) : (0, 1);
        var image = isSquare ? new Extent(6, 6) : isTall ? (6 + 2 * sizes.Next(2), 5) : (5, 6 + 2 * sizes.Next(2));
        return Of(make(size, stride, padding), new Shape(n, c, image.Height, image.Width), values);
    }

    /// <summary>Inputs in steps of a half, so that some windows have two winners.</summary>
    private static Specimen WithTies(Specimen specimen)
    {
        foreach (ref var x in specimen.X.Values) x = Math.Round(2 * x) / 2;
        return specimen;
    }

    private static Specimen Dense(GeometryClass geometry, Random sizes, NormalValues values)
    {
        int[] different = [3, 4, 5, 6];
        sizes.Shuffle(different);
        var (n, inputs, outputs) = (different[0], different[1], different[2]);
        if (geometry is GeometryClass.OneSample) n = 1;
        if (geometry is GeometryClass.OneChannel) inputs = outputs = 1;
        if (geometry is GeometryClass.Square) n = inputs = outputs = 4;
        var layer = new Dense<double>(
            values.Tensor<double>(new Shape(outputs, inputs)), values.Tensor<double>(new Shape(outputs)));
        return Of(layer, new Shape(n, inputs), values);
    }

    private static Shape Flat(GeometryClass geometry, Random sizes)
    {
        var n = 3 + sizes.Next(3);
        var features = n + 1 + sizes.Next(3);
        return geometry switch
        {
            GeometryClass.OneSample => new Shape(1, features),
            GeometryClass.OneChannel => new Shape(n, 1),
            GeometryClass.Square => new Shape(n, n),
            _ => new Shape(n, features),
        };
    }

    private static Specimen Of(Layer<double> layer, Shape x, NormalValues values) =>
        new(layer, null, values.Tensor<double>(x), values.Tensor<double>(layer.OutputShape(x)));

    private static Specimen OfLoss(Loss<double> loss, Shape shape, int seed) =>
        new(null, loss, Numerics.Draw.Uniform(shape, 0.1, 0.9, seed),
            Numerics.Draw.Uniform(shape, 0.1, 0.9, seed + 1));
}
