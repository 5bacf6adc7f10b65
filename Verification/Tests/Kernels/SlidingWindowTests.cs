using CnnVerified.Layers;
using CnnVerified.Layers.Kernels;
using CnnVerified.Verification.Tests.Properties;

namespace CnnVerified.Verification.Tests.Kernels;

/// <summary>The sliding window, and the planes in which the kernels see an image, against plain counting.</summary>
public sealed class SlidingWindowTests
{
    [GateProperty]
    public void There_are_as_many_outputs_as_windows_that_fit(ConvolutionGeometry geometry)
    {
        var window = new SlidingWindow(geometry.Kernel, geometry.Stride, geometry.Padding);
        var (height, width) = window.OutputSize(geometry.Image);
        Assert.That(height, Is.EqualTo(
            Fitting(geometry.Image.Height, geometry.Kernel.Height, geometry.Stride.Height, geometry.Padding.Height)));
        Assert.That(width, Is.EqualTo(
            Fitting(geometry.Image.Width, geometry.Kernel.Width, geometry.Stride.Width, geometry.Padding.Width)));
    }

    [GateProperty]
    public void In_its_plane_a_tap_sees_each_outputs_input(ConvolutionGeometry geometry)
    {
        const double Padding = -7;
        var (window, x, planes, seen) = Fill(geometry, Padding);
        var (height, width) = geometry.Kernel;
        for (var (u, v) = (0, 0); u < height; (u, v) = v < width - 1 ? (u, v + 1) : (u + 1, 0))
            for (var oh = 0; oh < geometry.Y[2]; oh++)
                for (var ow = 0; ow < geometry.Y[3]; ow++)
                {
                    var h = oh * window.Stride.Height - window.Padding.Height + u;
                    var w = ow * window.Stride.Width - window.Padding.Width + v;
                    var isInside = h >= 0 && h < geometry.Image.Height && w >= 0 && w < geometry.Image.Width;
                    Assert.That(seen[planes.TapStarts[u * width + v] + oh * planes.Width + ow],
                        Is.EqualTo(isInside ? x[h * geometry.Image.Width + w] : Padding),
                        $"tap ({u}, {v}), output ({oh}, {ow})");
                }
    }

    [GateProperty]
    public void An_image_is_read_out_of_its_planes_but_for_inputs_that_no_window_sees(ConvolutionGeometry geometry)
    {
        var (window, x, planes, seen) = Fill(geometry, padding: 0);
        var actual = new double[x.Length];
        planes.Collect(seen, actual);
        bool IsSeen(int position, int size, int stride, int padding, int outputs) =>
            Enumerable.Range(0, outputs)
                .Any(o => position + padding - o * stride >= 0 && position + padding - o * stride < size);
        for (var i = 0; i < x.Length; i++)
        {
            var (h, w) = Math.DivRem(i, geometry.Image.Width);
            var isSeen = IsSeen(h, window.Size.Height, window.Stride.Height, window.Padding.Height, geometry.Y[2])
                && IsSeen(w, window.Size.Width, window.Stride.Width, window.Padding.Width, geometry.Y[3]);
            if (isSeen) Assert.That(actual[i], Is.EqualTo(x[i]), $"input ({h}, {w})");
            else Assert.That(actual[i], Is.AnyOf(x[i], 0.0), $"input ({h}, {w}), which no window sees");
        }
    }

    private static (SlidingWindow, double[] X, WindowPlanes, double[] Seen) Fill(
        ConvolutionGeometry geometry, double padding)
    {
        var window = new SlidingWindow(geometry.Kernel, geometry.Stride, geometry.Padding);
        var planes = new WindowPlanes(window, geometry.Image);
        var x = new NormalValues(geometry.Seed)
            .Tensor<double>(new Shape(geometry.Image.Height, geometry.Image.Width)).Values.ToArray();
        var seen = new double[planes.ChannelSize];
        planes.Fill<double>(x, padding, seen);
        return (window, x, planes, seen);
    }

    private static int Fitting(int image, int kernel, int stride, int padding)
    {
        var padded = image + 2 * padding;
        return Enumerable.Range(0, padded).Count(first => first % stride == 0 && first + kernel <= padded);
    }
}
