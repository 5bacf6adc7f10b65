using System.Numerics;
using CnnVerified.Layers;
using CnnVerified.Verification.Tests.Properties;

namespace CnnVerified.Verification.Tests.Layers;

/// <summary>
/// Pooling by windows, strides and paddings that are the same in both directions, on rows of several vectors, against
/// plain loops: 2×2 with stride 2 has kernels of its own, and nothing else may take them.
/// </summary>
[TestFixture(typeof(float))]
[TestFixture(typeof(double))]
public sealed class SquarePoolingTests<T> where T : IFloatingPointIeee754<T>
{
    [Test]
    public void Pooling_computes_its_definition(
        [Values(1, 2, 3, 4)] int window, [Values(1, 2, 3)] int stride, [Values(0, 1)] int padding, [Values(9, 18, 37)] int width)
    {
        if (padding >= window) return;
        var plain = new PlainPooling(window, stride, padding);
        Require(new MaxPooling<double>(window, stride, padding), width, plain.Maximum, plain.MaximumBackward);
        Require(new AveragePooling<double>(window, stride, padding), width, plain.Average, plain.AverageBackward);
    }

    private static void Require(
        Layer<double> layer, int width, Func<Tensor<double>, Tensor<double>> forward,
        Func<Tensor<double>, Tensor<double>, Tensor<double>> backward)
    {
        var (values, tolerance) = (new NormalValues(width), Tolerances.Reordering<T>(4 * 4));
        // Sixty-fourths are the same numbers in single precision; only averages are rounded.
        var x = Rounded(new Shape(2, 3, 8, width));
        var dy = Rounded(layer.OutputShape(x.Shape));
        var over = layer.Over<T>()!;
        var y = over.Forward(x.Over<T>());
        var (dx, _) = over.Backward(x.Over<T>(), y, dy.Over<T>());
        Agreement.Require("y", y.Over<double>(), forward(x), tolerance);
        Agreement.Require("dx", dx.Over<double>(), backward(x, dy), tolerance);

        Tensor<double> Rounded(Shape shape) => values.Tensor<double>(shape).Map(value => Math.Round(64 * value) / 64);
    }
}
