using CnnVerified.Layers;

namespace CnnVerified.Verification.Tests.Layers;

/// <summary>
/// Layers over windows in single precision, whose vectors are longer, against the same layers in double. All numbers
/// are small integers, so both are exact and must agree bit for bit.
/// </summary>
public sealed class SinglePrecisionTests
{
    [Test]
    public void Windows_see_the_same_in_single_as_in_double_precision(
        [Values(1, 2, 3)] int stride, [Values(0, 1, 2)] int padding, [Values(3, 4)] int size,
        [Values(21, 22)] int width)
    {
        Layer<double>[] layers =
        [
            new MaxPooling<double>(size, stride, padding),
            new Convolution<double>(Integers(new Shape(3, 2, size, size)), Integers(new Shape(3)), stride, padding),
        ];
        foreach (var layer in layers)
        {
            var x = Integers(new Shape(2, 2, 19, width));
            var y = layer.Forward(x);
            var dy = Integers(y.Shape);
            var (dx, gradients) = layer.Backward(x, y, dy);

            var single = layer.Over<float>()!;
            var singleY = single.Forward(x.Over<float>());
            var (singleDx, singleGradients) = single.Backward(x.Over<float>(), singleY, dy.Over<float>());
            Agreement.RequireSameBits($"y of {layer.Name}", singleY.Over<double>(), y);
            Agreement.RequireSameBits($"dx of {layer.Name}", singleDx.Over<double>(), dx);
            foreach (var (actual, expected) in singleGradients.Zip(gradients))
                Agreement.RequireSameBits($"a gradient of {layer.Name}", actual.Over<double>(), expected);
        }
    }

    private static Tensor<double> Integers(Shape shape)
    {
        var random = new Random(shape.Count);
        var values = new double[shape.Count];
        for (var i = 0; i < values.Length; i++) values[i] = random.Next(1, 20);
        return new(shape, values);
    }
}
