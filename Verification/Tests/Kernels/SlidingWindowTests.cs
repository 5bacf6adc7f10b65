using CnnVerified.Layers;
using CnnVerified.Layers.Kernels;
using CnnVerified.Verification.Tests.Properties;

namespace CnnVerified.Verification.Tests.Kernels;

/// <summary>The sliding window, and the planes that it hands to the kernels, against plain counting.</summary>
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
    public void A_tap_pairs_each_output_with_the_input_that_it_sees(ConvolutionGeometry geometry)
    {
        // Through each tap twice the input that is seen is added to the output that sees it.
        var (n, c, f) = (geometry.N - 1, geometry.C - 1, geometry.F - 1);
        var x = new NormalValues(geometry.Seed).Tensor<double>(geometry.X);
        var window = new SlidingWindow(geometry.Kernel, geometry.Stride, geometry.Padding);
        for (var u = 0; u < geometry.Kernel.Height; u++)
            for (var v = 0; v < geometry.Kernel.Width; v++)
            {
                var (actual, expected) = (new Tensor<double>(geometry.Y), new Tensor<double>(geometry.Y));
                window.Tap(x, n, c, actual, f, u, v, out var seen, out var seeing);
                Plane<double>.AddScaled(seeing, 2, seen);
                var dot = 0.0;
                for (var oh = 0; oh < geometry.Y[2]; oh++)
                    for (var ow = 0; ow < geometry.Y[3]; ow++)
                    {
                        var h = oh * geometry.Stride.Height - geometry.Padding.Height + u;
                        var w = ow * geometry.Stride.Width - geometry.Padding.Width + v;
                        if (h < 0 || h >= geometry.Image.Height || w < 0 || w >= geometry.Image.Width) continue;
                        expected[n, f, oh, ow] = 2 * x[n, c, h, w];
                        dot += expected[n, f, oh, ow] * x[n, c, h, w];
                    }
                Agreement.RequireSameBits($"y through tap ({u}, {v})", actual, expected);
                var roundoff = Tolerances.Reordering<double>(x.Shape.Count) * dot;
                Assert.That(Plane<double>.Dot(seen, seeing), Is.EqualTo(dot).Within(roundoff));
            }
    }

    [TestCase(1, 0, TestName = "A_row_of_neighbours_is_summed_by_the_vector_kernel")]
    [TestCase(3, 2, TestName = "A_row_of_strided_entries_is_summed_one_by_one")]
    public void The_dot_product_of_planes_sums_over_their_rows(int columnStride, int start)
    {
        // Two rows of 40 entries, 200 apart.
        var values = new NormalValues(1);
        var (a, b) = (values.Tensor<double>(new Shape(400)), values.Tensor<double>(new Shape(400)));
        var planeA = new Plane<double>(a.Values, start, 200, columnStride, 2, 40);
        var planeB = new Plane<double>(b.Values, start, 200, columnStride, 2, 40);
        var products = from h in Enumerable.Range(0, 2)
                       from w in Enumerable.Range(0, 40)
                       let i = start + h * 200 + w * columnStride
                       select a[i] * b[i];
        Assert.That(Plane<double>.Dot(planeA, planeB),
            Is.EqualTo(products.Sum()).Within(Tolerances.Reordering<double>(80) * products.Sum(Math.Abs)));
    }

    private static int Fitting(int image, int kernel, int stride, int padding)
    {
        var padded = image + 2 * padding;
        return Enumerable.Range(0, padded).Count(first => first % stride == 0 && first + kernel <= padded);
    }
}
