using System.Numerics;
using System.Runtime.Intrinsics;
using CnnVerified.Layers;
using CnnVerified.Layers.Kernels;

namespace CnnVerified.Verification.Tests.Kernels;

/// <summary>
/// The tiles of a convolution against one number at a time, bit for bit, for rows of outputs shorter than a vector, as
/// long, and longer, for as many kernels as fill a tile and one more, and for more samples than are taken together.
/// </summary>
[TestFixture(typeof(float))]
[TestFixture(typeof(double))]
public sealed class ConvolutionKernelTests<T> where T : IFloatingPointIeee754<T>
{
    private static readonly ConvolutionGeometry[] Geometries =
    [
        .. from width in new[] { 5, 9, 10, 17, 18, 19, 27, 34, 51, 60 }
           select new ConvolutionGeometry(2, 2, 5, (6, width), 3, 1, 0, BiasPerPosition: false, Seed: width),
        .. from kernels in Enumerable.Range(1, 9)
           select new ConvolutionGeometry(
               3, 1, kernels, (5, 21), (2, 3), 1, (0, 1), BiasPerPosition: kernels % 2 == 0, Seed: kernels),
        new(19, 1, 2, (8, 7), 3, 1, 1, BiasPerPosition: false, Seed: 1),
        new(17, 1, 3, (37, 20), (3, 4), 1, 0, BiasPerPosition: true, Seed: 2),
        new(2, 3, 4, (9, 40), (3, 2), (2, 3), (1, 0), BiasPerPosition: false, Seed: 3),
    ];

    [Test]
    public void An_output_begins_at_the_bias_and_adds_up_its_taps_in_order()
    {
        foreach (var geometry in Geometries)
        {
            var (layer, x, _) = geometry.Draw<T>();
            var (kernels, bias) = (layer.Parameters[0].Value, layer.Parameters[1].Value);
            var expected = new Tensor<T>(geometry.Y);
            ForEachOutput(geometry, (n, f, oh, ow) =>
            {
                var sum = geometry.BiasPerPosition ? bias[(f * geometry.Y[2] + oh) * geometry.Y[3] + ow] : bias[f];
                for (var c = 0; c < geometry.C; c++)
                    ForEachTap(geometry, (u, v) =>
                        sum = T.FusedMultiplyAdd(kernels[f, c, u, v], Seen(geometry, x, n, c, oh, ow, u, v), sum));
                expected[n, f, oh, ow] = sum;
            });
            Assert.That(layer.Forward(x).Values.ToArray(), Is.EqualTo(expected.Values.ToArray()), geometry.Description);
        }
    }

    [Test]
    public void A_kernels_gradient_adds_up_lanes_over_eight_samples_and_then_the_lanes()
    {
        foreach (var geometry in Geometries)
        {
            var (layer, x, dy) = geometry.Draw<T>();
            var (_, gradients) = layer.Backward(x, layer.Forward(x), dy);
            var expected = new Tensor<T>(geometry.Kernels);
            for (var f = 0; f < geometry.F; f++)
                for (var c = 0; c < geometry.C; c++)
                    ForEachTap(geometry, (u, v) =>
                    {
                        for (var first = 0; first < geometry.N; first += 8)
                            expected[f, c, u, v] += SumOfLanes(
                                geometry, first, Math.Min(first + 8, geometry.N),
                                (n, oh, ow) => (dy[n, f, oh, ow], Seen(geometry, x, n, c, oh, ow, u, v)));
                    });
            Assert.That(gradients[0].Values.ToArray(), Is.EqualTo(expected.Values.ToArray()), geometry.Description);
        }
    }

    /// <summary>The order that <see cref="KernelGradient{T}"/> describes.</summary>
    private static T SumOfLanes(ConvolutionGeometry geometry, int first, int end, Func<int, int, int, (T, T)> factors)
    {
        var (lanes, height, width) = (Vector512<T>.Count, geometry.Y[2], geometry.Y[3]);
        var window = new SlidingWindow(geometry.Kernel, geometry.Stride, geometry.Padding);
        var planes = new WindowPlanes(window, geometry.Image);
        var (rows, length) = width >= lanes ? (height, width) : (1, planes.Length);
        if (length < lanes) lanes = 1;
        var sums = new T[lanes];
        for (var n = first; n < end; n++)
            for (var row = 0; row < rows; row++)
                for (var l = 0; l < length; l++)
                {
                    // The last vector of a row ends where the row does.
                    var lane = l < length / lanes * lanes ? l % lanes : lanes - length + l;
                    var (oh, ow) = rows > 1 || height == 1 ? (row, l) : Math.DivRem(l, planes.Width);
                    if (ow >= width) continue;
                    var (upstream, seen) = factors(n, oh, ow);
                    sums[lane] = T.FusedMultiplyAdd(upstream, seen, sums[lane]);
                }
        return lanes == 1 ? sums[0] : Lanes.Sum(Vector512.Create<T>(sums));
    }

    private static T Seen(ConvolutionGeometry geometry, Tensor<T> x, int n, int c, int oh, int ow, int u, int v)
    {
        var h = oh * geometry.Stride.Height - geometry.Padding.Height + u;
        var w = ow * geometry.Stride.Width - geometry.Padding.Width + v;
        return h < 0 || w < 0 || h >= geometry.Image.Height || w >= geometry.Image.Width ? T.Zero : x[n, c, h, w];
    }

    private static void ForEachTap(ConvolutionGeometry geometry, Action<int, int> body)
    {
        for (var u = 0; u < geometry.Kernel.Height; u++)
            for (var v = 0; v < geometry.Kernel.Width; v++) body(u, v);
    }

    private static void ForEachOutput(ConvolutionGeometry geometry, Action<int, int, int, int> body)
    {
        for (var n = 0; n < geometry.N; n++)
            for (var f = 0; f < geometry.F; f++)
                for (var oh = 0; oh < geometry.Y[2]; oh++)
                    for (var ow = 0; ow < geometry.Y[3]; ow++) body(n, f, oh, ow);
    }
}
