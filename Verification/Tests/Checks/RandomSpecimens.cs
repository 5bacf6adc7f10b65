using CnnVerified.Layers;

namespace CnnVerified.Verification.Tests.Checks;

/// <summary>
/// Right layers and losses at points that are hard on rounding: scales from 10⁻³ to 10³, ties, zeros of both signs,
/// saturated units, batches of one to four.
/// </summary>
internal static class RandomSpecimens
{
    private static readonly Func<Random, (Layer<double> Layer, Tensor<double> X)>[] Kinds =
    [
        Dense,
        Convolution,
        r => (new Sigmoid<double>(), Values(r, Some(r), Some(r))),
        r => (new Tanh<double>(), Values(r, Some(r), Some(r))),
        r => (new ReLU<double>(), Values(r, Some(r), Some(r))),
        r => (new Softmax<double>(), Values(r, Some(r), Some(r))),
        r => (new Reshape<double>(new Shape(6)), Values(r, Some(r), 2, 3)),
        r => Pool(r, (size, stride, padding) => new MaxPooling<double>(size, stride, padding)),
        r => Pool(r, (size, stride, padding) => new AveragePooling<double>(size, stride, padding)),
        r => (new LossLayer<double>(new SoftmaxCrossEntropy<double>()), Values(r, Some(r), Some(r))),
        r => (new LossLayer<double>(new BinaryCrossEntropy<double>()), Probabilities(r, Some(r), Some(r))),
    ];

    /// <summary>The specimen of a seed: the kinds take turns.</summary>
    public static (Layer<double> Layer, Tensor<double> X, Tensor<double> Dy) Of(int seed)
    {
        var random = new Random(seed);
        var (layer, x) = Kinds[seed % Kinds.Length](random);
        return (layer, x, Values(random, Sizes(layer.OutputShape(x.Shape))));
    }

    private static (Layer<double>, Tensor<double>) Dense(Random random)
    {
        var (inputs, outputs) = (Some(random), Some(random));
        var layer = new Dense<double>(Values(random, outputs, inputs), Values(random, outputs));
        return (layer, Values(random, Some(random), inputs));
    }

    private static (Layer<double>, Tensor<double>) Convolution(Random random)
    {
        var (size, stride, padding) = Window(random);
        var (c, f) = (random.Next(1, 4), random.Next(1, 4));
        var layer = new Convolution<double>(
            Values(random, f, c, size.Height, size.Width), Values(random, f), stride, padding);
        return (layer, Values(random, Some(random), c, size.Height + random.Next(4), size.Width + random.Next(4)));
    }

    private static (Layer<double>, Tensor<double>) Pool(Random random, Func<Extent, Extent, Extent, Layer<double>> make)
    {
        var (size, stride, padding) = Window(random);
        return (make(size, stride, padding), Values(
            random, Some(random), random.Next(1, 3), size.Height + random.Next(4), size.Width + random.Next(4)));
    }

    private static (Extent Size, Extent Stride, Extent Padding) Window(Random random)
    {
        var size = new Extent(random.Next(1, 4), random.Next(1, 4));
        return (size, (random.Next(1, 4), random.Next(1, 4)), (random.Next(size.Height), random.Next(size.Width)));
    }

    private static int Some(Random random) => random.Next(1, 5);

    private static int[] Sizes(Shape shape) => [.. Enumerable.Range(0, shape.Rank).Select(axis => shape[axis])];

    private static Tensor<double> Probabilities(Random random, params int[] shape) =>
        Draw.Uniform(new Shape(shape), 0.001, 0.999, random.Next());

    private static Tensor<double> Values(Random random, params int[] shape)
    {
        var tensor = Draw.Normal(new Shape(shape), random.Next());
        var (scale, manner) = (Math.Pow(10, 6 * random.NextDouble() - 3), random.Next(6));
        foreach (ref var value in tensor.Values)
            value = manner switch
            {
                0 => Math.Round(2 * value) / 2,                             // ties, and zeros of both signs
                1 => random.Next(2) == 0 ? 0.0 : -0.0,
                2 => random.Next(3) == 0 ? random.Next(2) * -0.0 : scale * value,
                3 => 10 * value,                                            // logits that saturate
                _ => scale * value,
            };
        return tensor;
    }
}
