namespace CnnVerified.Verification.Tests.Properties;

/// <summary>
/// Every layer and loss against its formula as loops: bit for bit where both add up in the same order, elsewhere within
/// what the orders of a sum can differ by; and at NaN and infinity, which reach what the formula says.
/// </summary>
[TestFixture(typeof(float))]
[TestFixture(typeof(double))]
public sealed class FastEqualsReferenceTests<T> where T : IFloatingPointIeee754<T>
{
    private const int Ulps = 4 * (Tolerances.TanhUlps + Tolerances.KernelUlps);
    private const double GoldenRatio = 1.618033988749895;
    private static readonly double[] Odd = [double.NaN, double.PositiveInfinity, double.NegativeInfinity];

    [GateProperty(Arbitrary = [typeof(WideGeometries)])]
    public void Of_every_layer_and_loss(ConvolutionGeometry convolution, DenseGeometry dense)
    {
        foreach (var (layer, x, dy) in EveryLayer.AndLosses(convolution, dense)) Require(layer, x, dy);
    }

    [Test]
    public void Of_pooling_by_windows_that_are_the_same_in_both_directions(
        [Range(1, 4)] int window, [Range(1, 3)] int stride, [Values(0, 1)] int padding, [Range(2, 37, 5)] int width)
    {
        if (padding >= window || width + 2 * padding < window) return;
        var values = new NormalValues(width);
        foreach (var layer in new Layer<double>[]
            { new MaxPooling<double>(window, stride, padding), new AveragePooling<double>(window, stride, padding) })
        {
            var x = values.Tensor<double>(new Shape(2, 3, 8, width));
            Require(layer, x, values.Tensor<double>(layer.OutputShape(x.Shape)));
        }
    }

    [Test]
    public void Of_convolutions_by_windows_that_see_some_phases_of_the_stride_or_a_single_place(
        [Range(1, 4)] int stride, [Range(1, 3)] int dilation, [Values(7, 8, 23)] int width)
    {
        var values = new NormalValues(width);
        var layer = new Convolution<double>(
            values.Tensor<double>(new Shape(33, 2, 3, 3)), values.Tensor<double>(new Shape(33)), stride, 0, dilation);
        var x = values.Tensor<double>(new Shape(9, 2, 7, width));
        Require(layer, x, values.Tensor<double>(layer.OutputShape(x.Shape)));
    }

    private static void Require(Layer<double> layer, Tensor<double> x, Tensor<double> dy)
    {
        // Steps of a half make windows tie and units sit at their kink, also with zeros of both signs.
        if (layer is Pooling<double> or ReLU<double>) (x, dy) = (InHalves(x), InHalves(dy));
        var fast = layer.Over<T>()!;
        if (fast.AsReference() is not { } reference) return;
        var (roundings, sizes) = (Roundings(layer, x, dy), SizesOfTerms(layer, x, dy));
        RequireAgreement("", x);
        for (var i = 0; i < Odd.Length; i++)
        {
            var odd = x.Clone();
            odd[(int)(GoldenRatio * (i + 1) * x.Shape.Count % x.Shape.Count)] = Odd[i];
            RequireAgreement($", {Odd[i]} in x", odd);
        }

        static Tensor<double> InHalves(Tensor<double> values) => values.Map(value => Math.Round(2 * value) / 2);

        void RequireAgreement(string where, Tensor<double> given)
        {
            if (layer is MaxPooling<double>) sizes = SizesOfTerms(layer, given, dy);       // other inputs win
            var allowed = sizes.Zip(roundings, (size, n) => size.Map(s => Tolerances.Reordering<T>(n) * s)).ToArray();
            var y = Forward(fast, given);
            Tensor<double>[] actual = [y.Over<double>(), .. Backward(fast, given, y, dy)];
            Tensor<double>[] expected =
                [Forward(reference, given).Over<double>(), .. Backward(reference, given, y, dy)];
            foreach (var (i, name) in layer.Parameters.Select(p => $"d{p.Name}").Prepend("dx").Prepend("y").Index())
                RequireSame($"{name} of {layer.Name}{where}", actual[i], expected[i], allowed[i]);
        }
    }

    /// <summary>
    /// On the longest way to an entry of y, dx and each dθ; 0 where the kernels add up in the order of the loops.
    /// </summary>
    private static int[] Roundings(Layer<double> layer, Tensor<double> x, Tensor<double> dy)
    {
        if (layer is Pooling<double> { Window: var w })
            return [0, w.Stride.Height >= w.Size.Height && w.Stride.Width >= w.Size.Width
                ? 0 : 2 * w.Size.Height * w.Size.Width];
        if (layer.Parameters.Count == 0)
            return layer switch
            {
                Reshape<double> or ReLU<double> => [0, 0],
                Activation<double> => [Ulps, 0],
                Softmax<double> => [x.Shape[1] + Ulps, 0],
                _ => [x.Shape.Count + Ulps, x.Shape[1] + Ulps],
            };
        var weights = layer.Parameters[0].Value.Shape;
        var (perOutput, perInput, perWeight) =
            (weights.Count / weights[0], weights.Count / weights[1], dy.Shape.Count / dy.Shape[1]);
        return layer is Dense<double> ? [perOutput + 1, perInput, 0, 0]
            : [0, perInput, perWeight, layer.Parameters[1].Value.Shape.Rank == 3 ? 0 : perWeight];
    }

    /// <summary>Σ|terms| of y, dx and each dθ.</summary>
    private static Tensor<double>[] SizesOfTerms(Layer<double> layer, Tensor<double> x, Tensor<double> dy)
    {
        var absolute = layer.WithParameters([.. layer.Parameters.Select(p => p.Value.Absolute())]);
        if (absolute.AsReference() is { } reference) absolute = reference;
        var seen = LayerKinds.Of(layer).IsLinear ? x.Absolute() : x;
        var y = absolute.Forward(seen);
        Tensor<double>[] sizes = [y.Absolute(), .. Backward(absolute, seen, y, dy.Absolute())];
        if (layer is not LossLayer<double>) return sizes;
        // Σ t·|z − max z − ln Σ| with an error of ln that is relative to Σ, and |p − t| as if nothing cancelled.
        var (largest, samples) = (x.Values.ToArray().Max(Math.Abs), x.Shape[0]);
        return [y.Map(_ => 1 + 2 * largest + Math.Log(x.Shape[1])), x.Map(_ => 2.0 / samples)];
    }

    private static Tensor<T> Forward(Layer<T> layer, Tensor<double> x)
    {
        var y = NaN<T>(layer.OutputShape(x.Shape));
        layer.Forward(x.Over<T>(), y);
        return y;
    }

    private static Tensor<double>[] Backward<U>(Layer<U> layer, Tensor<double> x, Tensor<U> y, Tensor<double> dy)
        where U : IFloatingPointIeee754<U>
    {
        var (dx, gradients) = (NaN<U>(x.Shape), layer.NewGradients());
        layer.Backward(x.Over<U>(), y, dy.Over<U>(), dx, gradients);
        return [dx.Over<double>(), .. gradients.Select(gradient => gradient.Over<double>())];
    }

    /// <summary>A buffer that must be overwritten.</summary>
    private static Tensor<U> NaN<U>(Shape shape) where U : IFloatingPointIeee754<U>
    {
        var tensor = new Tensor<U>(shape);
        tensor.Values.Fill(U.NaN);
        return tensor;
    }

    private static void RequireSame(string name, Tensor<double> actual, Tensor<double> expected, Tensor<double> allowed)
    {
        for (var i = 0; i < expected.Shape.Count; i++)
            if (allowed[i] == 0 || !double.IsFinite(expected[i])
                ? BitConverter.DoubleToInt64Bits(actual[i]) != BitConverter.DoubleToInt64Bits(expected[i])
                    && !(double.IsNaN(actual[i]) && double.IsNaN(expected[i]))
                : !(Math.Abs(actual[i] - expected[i]) <= allowed[i]))
                throw new AssertionException(
                    $"{name}[{string.Join(", ", expected.Shape.IndexOf(i))}] is {actual[i]:R}, but the loops give "
                    + $"{expected[i]:R} (±{allowed[i]:R}).");
    }
}
