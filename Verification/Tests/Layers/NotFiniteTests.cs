using System.Numerics;
using CnnVerified.Layers;
using CnnVerified.Verification.Tests.Properties;

namespace CnnVerified.Verification.Tests.Layers;

/// <summary>NaN or infinity in an image reaches what sees it, by the formula, and nothing else.</summary>
[TestFixture(typeof(float))]
[TestFixture(typeof(double))]
public sealed class NotFiniteTests<T> where T : IFloatingPointIeee754<T>
{
    private static readonly double[] Odd = [double.NaN, double.PositiveInfinity, double.NegativeInfinity];

    [GateProperty]
    public void In_a_convolution(ConvolutionGeometry geometry)
    {
        // Narrow images, whose rows are shorter than a vector, and wide ones.
        foreach (var wider in new[] { 0, 9, 23 })
        {
            var wide = geometry with { Image = (geometry.Image.Height, geometry.Image.Width + wider), BiasPerPosition = false };
            var (layer, x, dy) = wide.Draw<double>();
            var plain = new PlainConvolution(layer.Parameters[0].Value, layer.Parameters[1].Value, wide.Stride, wide.Padding);
            foreach (var odd in Odd)
            {
                var image = x.Clone();
                image[(int)((uint)wide.Seed % image.Shape.Count)] = odd;
                var (y, dx, gradients) = Run(layer, image, dy);
                var expected = plain.Backward(image, dy);
                RequireSame("y", y, plain.Forward(image));
                RequireSame("dx", dx, expected.X);
                RequireSame("dkernels", gradients[0], expected.Kernels);
                RequireSame("dbias", gradients[1], expected.Bias);
            }
        }
    }

    [Test]
    public void In_a_dense_layer([Values(1, 7, 8, 9, 17, 31)] int inputs, [Values(1, 2, 5)] int samples)
    {
        var (layer, x, dy) = new DenseGeometry(samples, inputs, 11, Seed: inputs).Draw<double>();
        var plain = new PlainDense(layer.Parameters[0].Value, layer.Parameters[1].Value);
        foreach (var odd in Odd)
            for (var i = 0; i < x.Shape.Count; i++)
            {
                var given = x.Clone();
                given[i] = odd;
                var (y, dx, gradients) = Run(layer, given, dy);
                var expected = plain.Backward(given, dy);
                RequireSame("y", y, plain.Forward(given));
                RequireSame("dx", dx, expected.X);
                RequireSame("dweights", gradients[0], expected.Weights);
            }
    }

    [GateProperty]
    public void In_an_average(ConvolutionGeometry geometry)
    {
        var values = new NormalValues(geometry.Seed);
        var (x, dy) = (values.Tensor<double>(geometry.X), values.Tensor<double>((geometry with { F = geometry.C }).Y));
        var plain = new PlainPooling(geometry.Kernel, geometry.Stride, geometry.Padding);
        foreach (var odd in Odd)
        {
            x[(int)((uint)geometry.Seed % x.Shape.Count)] = odd;
            var (y, dx, _) = Run(geometry.AveragePooling(), x, dy);
            RequireSame("y", y, plain.Average(x));
            RequireSame("dx", dx, plain.AverageBackward(x, dy));
        }
    }

    private static (Tensor<double> Y, Tensor<double> Dx, Tensor<double>[] Gradients) Run(
        Layer<double> layer, Tensor<double> x, Tensor<double> dy)
    {
        var over = layer.Over<T>()!;
        var given = x.Over<T>();
        var y = over.Forward(given);
        var (dx, gradients) = over.Backward(given, y, dy.Over<T>());
        return (y.Over<double>(), dx.Over<double>(), [.. gradients.Select(gradient => gradient.Over<double>())]);
    }

    private static void RequireSame(string name, Tensor<double> actual, Tensor<double> expected)
    {
        for (var i = 0; i < expected.Shape.Count; i++)
            if (double.IsFinite(expected[i]) ? !double.IsFinite(actual[i]) : !actual[i].Equals(expected[i]))
                throw new AssertionException($"{name}[{i}] is {actual[i]}, but must be {expected[i]}.");
    }
}
