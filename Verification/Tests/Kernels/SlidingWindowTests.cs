namespace CnnVerified.Verification.Tests.Kernels;

/// <summary>The sliding window against plain counting.</summary>
public sealed class SlidingWindowTests
{
    [GateProperty]
    public void There_are_as_many_outputs_as_windows_that_fit(ConvolutionGeometry geometry)
    {
        var (height, width) = geometry.Window.OutputSize(geometry.Image);
        Assert.That(height, Is.EqualTo(
            Fitting(geometry.Image.Height, geometry.Kernel.Height, geometry.Stride.Height, geometry.Padding.Height)));
        Assert.That(width, Is.EqualTo(
            Fitting(geometry.Image.Width, geometry.Kernel.Width, geometry.Stride.Width, geometry.Padding.Width)));
    }

    [TestCase(3, 0, 1)]
    [TestCase(0, 3, 1)]
    [TestCase(5, 4, 2)]
    [TestCase(4, 5, 2)]
    [TestCase(0, 0, 0)]
    public void A_padding_as_high_or_wide_as_the_window_reaches_is_refused(int height, int width, int dilation) =>
        Assert.That(
            () => new SlidingWindow(3, 1, (height, width), dilation),
            Throws.InstanceOf<ArgumentOutOfRangeException>());

    private static int Fitting(int image, int kernel, int stride, int padding)
    {
        var padded = image + 2 * padding;
        return Enumerable.Range(0, padded).Count(first => first % stride == 0 && first + kernel <= padded);
    }
}
