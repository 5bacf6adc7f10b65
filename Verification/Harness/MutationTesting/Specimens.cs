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
        var found = LayerKinds.Find(kind)
            ?? throw new ArgumentException($"There is no specimen of '{kind}'.", nameof(kind));
        var (sizes, values) = (new Random(seed), new NormalValues(seed));
        var specimen = found switch
        {
            { Loss: { } loss } => OfLoss(loss, Flat(geometry, sizes).X, seed),
            { OfImages: { } make, IsElementwise: false } => Of(make,
                found.Type == typeof(Convolution<>) ? Convolution(geometry, sizes) : Pooling(geometry, sizes), values),
            { OfFeatures: { } make } => Of(make,
                found.Type == typeof(Dense<>) ? Dense(geometry, sizes) : Flat(geometry, sizes), values),
            _ => throw new InvalidOperationException($"{kind} takes neither images nor features."),
        };
        if (found.Type == typeof(MaxPooling<>)) LetInputsTie(specimen.X);
        if (geometry is GeometryClass.UpstreamOfOnes && specimen.Layer is not null) specimen.Upstream.Values.Fill(1);
        if (geometry is GeometryClass.ConstantInput) specimen.X.Values.Fill(0.7);
        return specimen;
    }

    private static ConvolutionGeometry Convolution(GeometryClass geometry, Random sizes)
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
        return new(n, c, f, image, kernel, stride, padding, BiasPerPosition: false, Seed: 0);

        // Three windows at least, and inputs left over where the stride allows it.
        int Image(int size, int step, int border) =>
            size + (2 + sizes.Next(2)) * step - 2 * border + (step > 1 ? 1 : 0);
    }

    /// <summary>Windows that overlap in one direction.</summary>
    private static ConvolutionGeometry Pooling(GeometryClass geometry, Random sizes)
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
        return new(n, c, F: c + 2, image, size, stride, padding, BiasPerPosition: false, Seed: 0);
    }

    private static DenseGeometry Dense(GeometryClass geometry, Random sizes)
    {
        int[] different = [3, 4, 5, 6];
        sizes.Shuffle(different);
        var (n, inputs, outputs) = (different[0], different[1], different[2]);
        if (geometry is GeometryClass.OneSample) n = 1;
        if (geometry is GeometryClass.OneChannel) inputs = outputs = 1;
        if (geometry is GeometryClass.Square) n = inputs = outputs = 4;
        return new(n, inputs, outputs, Seed: 0);
    }

    private static DenseGeometry Flat(GeometryClass geometry, Random sizes)
    {
        var n = 3 + sizes.Next(3);
        var features = n + 1 + sizes.Next(3);
        if (geometry is GeometryClass.OneChannel) features = 1;
        if (geometry is GeometryClass.Square) features = n;
        return new(geometry is GeometryClass.OneSample ? 1 : n, features, Outputs: features, Seed: 0);
    }

    private static Specimen Of<TGeometry>(
        Func<TGeometry, ParameterSource, Layer<double>> make, TGeometry geometry, NormalValues values)
        where TGeometry : IGeometry<TGeometry>
    {
        var layer = make(geometry, (_, shape) => values.Tensor<double>(shape));
        var x = values.Tensor<double>(geometry.X);
        return new(layer, null, x, values.Tensor<double>(layer.OutputShape(geometry.X)));
    }

    private static Specimen OfLoss(Loss<double> loss, Shape shape, int seed) =>
        new(null, loss, Numerics.Draw.Uniform(shape, 0.1, 0.9, seed),
            Numerics.Draw.Uniform(shape, 0.1, 0.9, seed + 1));

    /// <summary>Steps of a half, so that some windows have two winners.</summary>
    private static void LetInputsTie(Tensor<double> x)
    {
        foreach (ref var value in x.Values) value = Math.Round(2 * value) / 2;
    }
}
