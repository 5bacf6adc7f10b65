using CnnVerified.Layers.Kernels.Convolution;

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

    [Test]
    public void An_axis_that_padding_makes_longer_than_an_integer_is_refused()
    {
        Assert.That(() => new SlidingWindow((3, 1), 1, (1, 0)).OutputSize((int.MaxValue, 1)), TooLong);
        Assert.That(() => new SlidingWindow((1, 3), 1, (0, 1)).OutputSize((1, int.MaxValue)), TooLong);
    }

    [TestCase(20_000, true)]
    [TestCase(40_000, false)]
    public void Planes_of_as_many_numbers_as_an_array_holds_fit(int length, bool fit) =>
        Assert.That(WindowPlanes.Fit(new SlidingWindow(3, 1, 0), (length, length)), Is.EqualTo(fit));

    private static NUnit.Framework.Constraints.IResolveConstraint TooLong =>
        Throws.ArgumentException.With.Message.Contain("must not be longer than 2147483647");

    private static int Fitting(int image, int kernel, int stride, int padding)
    {
        var padded = image + 2 * padding;
        return Enumerable.Range(0, padded).Count(first => first % stride == 0 && first + kernel <= padded);
    }
}
