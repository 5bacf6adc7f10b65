using CnnVerified.Layers;

namespace CnnVerified.Verification.Tests.Properties;

/// <summary>One layer of every kind, with an input and an upstream gradient of its own.</summary>
internal static class EveryLayer
{
    public static IEnumerable<(Layer<double> Layer, Tensor<double> X, Tensor<double> Dy)> Of(
        ConvolutionGeometry convolution, DenseGeometry dense)
    {
        var values = new NormalValues(dense.Seed);
        yield return convolution.Draw<double>();
        yield return dense.Draw<double>();
        yield return Draw(new Sigmoid<double>(), dense.X);
        yield return Draw(new ReLU<double>(), dense.X);
        yield return Draw(new Tanh<double>(), dense.X);
        yield return Draw(new Softmax<double>(), dense.X);
        yield return Draw(convolution.MaxPooling(), convolution.X);
        yield return Draw(convolution.AveragePooling(), convolution.X);
        yield return Draw(new Reshape<double>(new Shape(convolution.X.WithoutFirstAxis().Count)), convolution.X);

        (Layer<double>, Tensor<double>, Tensor<double>) Draw(Layer<double> layer, Shape x) =>
            (layer, values.Tensor<double>(x), values.Tensor<double>(layer.OutputShape(x)));
    }

    /// <summary>The layers that see images through the windows of a convolution.</summary>
    public static IEnumerable<Layer<double>> Over(ConvolutionGeometry geometry) =>
        [geometry.Draw<double>().Layer, geometry.MaxPooling(), geometry.AveragePooling()];

    /// <summary>The window of such a layer.</summary>
    public static SlidingWindow WindowOf(Layer<double> layer) =>
        layer is Pooling<double> pooling ? pooling.Window : ((Convolution<double>)layer).Window;

    /// <summary>Max-pooling through the windows of a convolution, without dilation.</summary>
    public static MaxPooling<double> MaxPooling(this ConvolutionGeometry geometry) =>
        new(geometry.Kernel, geometry.Stride, PoolPadding(geometry));

    /// <summary>Average-pooling through the windows of a convolution, without dilation.</summary>
    public static AveragePooling<double> AveragePooling(this ConvolutionGeometry geometry) =>
        new(geometry.Kernel, geometry.Stride, PoolPadding(geometry));

    private static Extent PoolPadding(ConvolutionGeometry geometry) =>
        (Math.Min(geometry.Padding.Height, geometry.Kernel.Height - 1),
         Math.Min(geometry.Padding.Width, geometry.Kernel.Width - 1));
}
