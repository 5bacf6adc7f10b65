namespace CnnVerified.Verification.Tests.Properties;

public sealed class CorrelationTests
{
    [GateProperty]
    public void Full_convolution_does_not_care_which_factor_is_called_the_kernel(ConvolutionGeometry geometry)
    {
        var (image, kernel) = geometry.DrawMatrices();
        Agreement.Require(
            "x ∗ k", Correlation.Convolve(image, kernel, CorrelationMode.Full),
            Correlation.Convolve(kernel, image, CorrelationMode.Full), Tolerances.Oracle);
    }

    [GateProperty]
    public void Exchanging_the_factors_rotates_a_full_correlation(ConvolutionGeometry geometry)
    {
        var (image, kernel) = geometry.DrawMatrices();
        Agreement.Require(
            "x ⋆ k", Correlation.CrossCorrelate(image, kernel, CorrelationMode.Full),
            Correlation.CrossCorrelate(kernel, image, CorrelationMode.Full).Rotated(), Tolerances.Oracle);
    }

    [GateProperty]
    public void Correlating_a_shifted_image_shifts_the_correlation(ConvolutionGeometry geometry)
    {
        var (image, kernel) = geometry.DrawMatrices();
        Agreement.RequireSameBits(
            "shifted x ⋆ k", Correlation.CrossCorrelate(image.From(1, 0), kernel),
            Correlation.CrossCorrelate(image, kernel).From(1, 0));
        Agreement.RequireSameBits(
            "shifted x ⋆ k", Correlation.CrossCorrelate(image.From(0, 1), kernel),
            Correlation.CrossCorrelate(image, kernel).From(0, 1));
    }

    [GateProperty]
    public void Shifting_the_image_by_the_stride_shifts_a_convolution_layer_by_one(ConvolutionGeometry geometry)
    {
        var inner = geometry with { N = 1, C = 1, F = 1, Padding = 0, BiasPerPosition = false };
        var (image, kernel) = inner.DrawMatrices();
        var bias = new NormalValues(geometry.Seed).Tensor<double>(new Shape(1));
        var layer = new Convolution<double>(kernel.WithShape(inner.Kernels), bias, inner.Stride);
        var y = Outputs(layer, image);
        if (y.Shape[0] < 2 || y.Shape[1] < 2) return;
        var shifted = Outputs(layer, image.From(inner.Stride.Height, inner.Stride.Width));
        Agreement.RequireSameBits("shifted y", shifted, y.From(1, 1));
    }

    private static Tensor<double> Outputs(Convolution<double> layer, Tensor<double> image)
    {
        var y = layer.Forward(image.WithShape(new Shape(1, 1, image.Shape[0], image.Shape[1])));
        return y.WithShape(new Shape(y.Shape[2], y.Shape[3]));
    }
}
