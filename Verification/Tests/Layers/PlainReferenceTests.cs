using CnnVerified.Layers;
using CnnVerified.Verification.Tests.Properties;

namespace CnnVerified.Verification.Tests.Layers;

/// <summary>The layers against their definitions as plain loops, over random geometry.</summary>
public sealed class PlainReferenceTests
{
    [GateProperty]
    public void Convolution_computes_its_definition_forward_and_backward(ConvolutionGeometry geometry)
    {
        var (layer, x, dy) = geometry.Draw<double>();
        var plain = new PlainConvolution(
            layer.Parameters[0].Value, layer.Parameters[1].Value, geometry.Stride, geometry.Padding);
        var y = layer.Forward(x);
        var (dx, gradients) = layer.Backward(x, y, dy);
        var expected = plain.Backward(x, dy);
        Agreement.Require("y", y, plain.Forward(x), Tolerances.Oracle);
        Agreement.Require("dx", dx, expected.X, Tolerances.Oracle);
        Agreement.Require("dkernels", gradients[0], expected.Kernels, Tolerances.Oracle);
        Agreement.Require("dbias", gradients[1], expected.Bias, Tolerances.Oracle);
    }

    [GateProperty]
    public void Convolution_computes_its_gradients_over_batches_of_more_than_8_samples(ConvolutionGeometry geometry)
    {
        foreach (var n in new[] { 8, 9, 17, 24 }) Convolution_computes_its_definition_forward_and_backward(geometry with { N = n });
    }

    [GateProperty]
    public void Dense_computes_its_definition_forward_and_backward(DenseGeometry geometry)
    {
        var (layer, x, dy) = geometry.Draw<double>();
        var plain = new PlainDense(layer.Parameters[0].Value, layer.Parameters[1].Value);
        var y = layer.Forward(x);
        var (dx, gradients) = layer.Backward(x, y, dy);
        var expected = plain.Backward(x, dy);
        Agreement.Require("y", y, plain.Forward(x), Tolerances.Oracle);
        Agreement.Require("dx", dx, expected.X, Tolerances.Oracle);
        Agreement.Require("dweights", gradients[0], expected.Weights, Tolerances.Oracle);
        Agreement.Require("dbias", gradients[1], expected.Bias, Tolerances.Oracle);
    }

    [GateProperty]
    public void Max_pooling_computes_its_definition_forward_and_backward(ConvolutionGeometry geometry)
    {
        var plain = new PlainPooling(geometry.Kernel, geometry.Stride, geometry.Padding);
        RequireSame(geometry.MaxPooling(), geometry, plain.Maximum, plain.MaximumBackward);
    }

    [GateProperty]
    public void Average_pooling_computes_its_definition_forward_and_backward(ConvolutionGeometry geometry)
    {
        var plain = new PlainPooling(geometry.Kernel, geometry.Stride, geometry.Padding);
        RequireSame(geometry.AveragePooling(), geometry, plain.Average, plain.AverageBackward);
    }

    [GateProperty]
    public void Valid_cross_correlation_is_a_convolution_layer_of_one_kernel_without_bias(ConvolutionGeometry geometry)
    {
        var (image, kernel) = geometry.DrawMatrices();
        var bank = kernel.WithShape(new Shape(1, 1, kernel.Shape[0], kernel.Shape[1]));
        var plain = new PlainConvolution(bank, Bias: new Tensor<double>(new Shape(1)), Stride: 1, Padding: 0);
        var expected = plain.Forward(image.WithShape(new Shape(1, 1, image.Shape[0], image.Shape[1])));
        var actual = Correlation.CrossCorrelate(image, kernel);
        Agreement.Require("y", actual, expected.WithShape(actual.Shape), Tolerances.Oracle);
    }

    private static void RequireSame(
        Layer<double> layer, ConvolutionGeometry geometry,
        Func<Tensor<double>, Tensor<double>> forward, Func<Tensor<double>, Tensor<double>, Tensor<double>> backward)
    {
        var values = new NormalValues(geometry.Seed);
        var (x, dy) = (values.Tensor<double>(geometry.X), values.Tensor<double>(layer.OutputShape(geometry.X)));
        var y = layer.Forward(x);
        Agreement.Require("y", y, forward(x), Tolerances.Oracle);
        Agreement.Require("dx", layer.Backward(x, y, dy).Input, backward(x, dy), Tolerances.Oracle);
    }
}
