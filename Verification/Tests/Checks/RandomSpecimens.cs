using CnnVerified.Layers;
using CnnVerified.Verification.MutationTesting;

namespace CnnVerified.Verification.Tests.Checks;

/// <summary>
/// Right layers and losses at points that are hard on rounding: scales from 10⁻³ to 10³, ties, zeros of both signs,
/// saturated units, batches of one to four.
/// </summary>
internal static class RandomSpecimens
{
    /// <summary>The specimen of a seed: the kinds take turns.</summary>
    public static (Layer<double> Layer, Tensor<double> X, Tensor<double> Dy) Of(int seed)
    {
        var random = new Random(seed);
        var (size, stride, padding) = Window(random);
        var images = new ConvolutionGeometry(
            Some(random), random.Next(1, 4), random.Next(1, 4),
            (size.Height + random.Next(4), size.Width + random.Next(4)), size, stride, padding,
            BiasPerPosition: random.Next(2) == 0, seed);
        var features = new DenseGeometry(Some(random), Some(random), Some(random), seed);
        (Layer<double> Layer, Shape X)[] kinds =
        [
            .. LayerKinds.All.SelectMany(
                kind => kind.Make(images, features, (_, shape) => Values(random, shape))),
        ];
        var (layer, shape) = kinds[seed % kinds.Length];
        var x = LayerKinds.Of(layer).TakesProbabilities
            ? Draw.Uniform(shape, 0.001, 0.999, random.Next()) : Values(random, shape);
        return (layer, x, Values(random, layer.OutputShape(shape)));
    }

    private static (Extent Size, Extent Stride, Extent Padding) Window(Random random)
    {
        var size = new Extent(random.Next(1, 4), random.Next(1, 4));
        return (size, (random.Next(1, 4), random.Next(1, 4)), (random.Next(size.Height), random.Next(size.Width)));
    }

    private static int Some(Random random) => random.Next(1, 5);

    private static Tensor<double> Values(Random random, Shape shape)
    {
        var tensor = Draw.Normal(shape, random.Next());
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
