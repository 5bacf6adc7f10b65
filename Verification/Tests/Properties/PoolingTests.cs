namespace CnnVerified.Verification.Tests.Properties;

public sealed class PoolingTests
{
    [GateProperty]
    public void A_maximum_is_an_input_that_no_average_exceeds(ConvolutionGeometry geometry)
    {
        var x = new NormalValues(geometry.Seed).Tensor<double>(geometry.X);
        var (maxima, averages) = (geometry.MaxPooling().Forward(x), geometry.AveragePooling().Forward(x));
        Assert.That(maxima.Values.ToArray().Distinct(), Is.SubsetOf(x.Values.ToArray()));
        for (var i = 0; i < maxima.Shape.Count; i++)
            Assert.That(averages[i], Is.LessThanOrEqualTo(Math.Max(0, maxima[i]) + Tolerances.Oracle));
    }

    [GateProperty]
    public void Max_pooling_hands_on_the_whole_upstream_gradient(ConvolutionGeometry geometry)
    {
        var (x, dy, dx) = Backward(geometry.MaxPooling(), geometry);
        var tolerance = Tolerances.Oracle * x.Shape.Count;
        Assert.That(dx.Values.ToArray().Sum(), Is.EqualTo(dy.Values.ToArray().Sum()).Within(tolerance));
    }

    [GateProperty]
    public void Max_pooling_of_equal_inputs_gives_each_gradient_to_one_of_them(ConvolutionGeometry geometry)
    {
        var x = new Tensor<double>(geometry.X);
        x.Values.Fill(-3);
        var layer = geometry.MaxPooling();
        var y = layer.Forward(x);
        var ones = y.Map(_ => 1);
        var dx = layer.Backward(x, y, ones).Input;
        Assert.That(y.Values.ToArray(), Is.All.EqualTo(-3));
        Assert.That(dx.Values.ToArray().Sum(), Is.EqualTo(y.Shape.Count));
        Assert.That(dx.Values.ToArray(), Is.All.Matches<double>(wins => wins == Math.Floor(wins)));
    }

    [GateProperty]
    public void Max_pooling_commutes_with_whatever_keeps_the_order(ConvolutionGeometry geometry)
    {
        var x = new NormalValues(geometry.Seed).Tensor<double>(geometry.X);
        var layer = geometry.MaxPooling();
        Agreement.RequireSameBits("y", layer.Forward(x.Map(Math.Exp)), layer.Forward(x).Map(Math.Exp));
    }

    [GateProperty]
    public void Average_pooling_is_a_convolution_with_equal_kernels(ConvolutionGeometry geometry)
    {
        // A window of n taps is a kernel of 1/n on its own channel.
        var taps = geometry.Kernel.Height * geometry.Kernel.Width;
        var kernels = new Tensor<double>((geometry with { F = geometry.C }).Kernels);
        for (var c = 0; c < geometry.C; c++)
            for (var tap = 0; tap < taps; tap++) kernels[(c * geometry.C + c) * taps + tap] = 1.0 / taps;
        var convolution = new Convolution<double>(
            kernels, new Tensor<double>(new Shape(geometry.C)), geometry.Stride, geometry.Padding);
        var x = new NormalValues(geometry.Seed).Tensor<double>(geometry.X);
        var y = geometry.AveragePooling().Forward(x);
        Agreement.Require("y", y, convolution.Forward(x), Tolerances.Oracle);
        var dy = new NormalValues(geometry.Seed / 2).Tensor<double>(y.Shape);
        Agreement.Require(
            "dx", geometry.AveragePooling().Backward(x, y, dy).Input, convolution.Backward(x, y, dy).Input,
            Tolerances.Oracle);
    }

    private static (Tensor<double> X, Tensor<double> Dy, Tensor<double> Dx) Backward(
        Layer<double> layer, ConvolutionGeometry geometry)
    {
        var values = new NormalValues(geometry.Seed);
        var x = values.Tensor<double>(geometry.X);
        var y = layer.Forward(x);
        var dy = values.Tensor<double>(y.Shape);
        return (x, dy, layer.Backward(x, y, dy).Input);
    }
}
