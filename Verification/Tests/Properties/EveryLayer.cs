namespace CnnVerified.Verification.Tests.Properties;

/// <summary>One layer of every kind, with an input and an upstream gradient of its own.</summary>
internal static class EveryLayer
{
    private const double Upstream = 0.7;

    public static IEnumerable<(Layer<double> Layer, Tensor<double> X, Tensor<double> Dy)> Of(
        ConvolutionGeometry images, DenseGeometry features) =>
        AndLosses(images, features).Where(one => one.Layer is not LossLayer<double>);

    /// <summary>The same with the losses, as layers.</summary>
    public static IEnumerable<(Layer<double> Layer, Tensor<double> X, Tensor<double> Dy)> AndLosses(
        ConvolutionGeometry images, DenseGeometry features) =>
        LayerKinds.Draw(images, features).Select(one => (
            one.AsLayer, one.X, one.Loss is null ? one.Upstream : new Tensor<double>(new Shape(1), Upstream)));

    /// <summary>The window that a layer sees images through; null for others.</summary>
    public static SlidingWindow? WindowOf(Layer<double> layer) => layer switch
    {
        Pooling<double> pooling => pooling.Window,
        Convolution<double> convolution => convolution.Window,
        _ => null,
    };

    /// <summary>Max-pooling through the windows of a convolution, without dilation.</summary>
    public static Layer<double> MaxPooling(this ConvolutionGeometry geometry) =>
        WithoutParameters(nameof(MaxPooling<>), geometry);

    /// <summary>Average-pooling through the windows of a convolution, without dilation.</summary>
    public static Layer<double> AveragePooling(this ConvolutionGeometry geometry) =>
        WithoutParameters(nameof(AveragePooling<>), geometry);

    private static Layer<double> WithoutParameters(string kind, ConvolutionGeometry geometry) =>
        LayerKinds.Find(kind)!.OfImages!(geometry, (_, shape) => new Tensor<double>(shape));
}
