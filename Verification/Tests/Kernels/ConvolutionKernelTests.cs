using System.Runtime.Intrinsics;
using CnnVerified.Layers.Kernels.Convolution;
using CnnVerified.Layers.Kernels.Vectors;

namespace CnnVerified.Verification.Tests.Kernels;

/// <summary>
/// The order of the sums in a kernel's gradient, bit for bit, for rows of outputs shorter than a vector, as long, and
/// longer, for as many kernels as fill a tile and one more, and for more samples than are taken together.
/// </summary>
[TestFixture(typeof(float))]
[TestFixture(typeof(double))]
public sealed class ConvolutionKernelTests<T> where T : IFloatingPointIeee754<T>
{
    private static readonly ConvolutionGeometry[] Geometries =
    [
        .. from width in new[] { 17, 18, 19, 27, 34, 51, 60 }
           select new ConvolutionGeometry(2, 2, 5, (6, width), 3, 1, 0, BiasPerPosition: false, Seed: width),
        .. from kernels in Enumerable.Range(1, 9)
           select new ConvolutionGeometry(
               3, 1, kernels, (5, 21), (2, 3), 1, (0, 1), BiasPerPosition: kernels % 2 == 0, Seed: kernels),
        .. from width in new[] { 9, 10 }
           select new ConvolutionGeometry(2, 2, 5, (16, width), 3, 1, 0, BiasPerPosition: false, Seed: width),
        new(19, 1, 2, (8, 7), 3, 1, 1, BiasPerPosition: false, Seed: 1),
        new(17, 1, 3, (37, 20), (3, 4), 1, 0, BiasPerPosition: true, Seed: 2),
        new(2, 3, 4, (9, 40), (3, 2), (2, 3), (1, 0), BiasPerPosition: false, Seed: 3),
    ];

    [Test]
    public void A_kernels_gradient_adds_up_lanes_over_eight_samples_and_then_the_lanes()
    {
        foreach (var geometry in Geometries)
        {
            var (layer, x, dy) = geometry.Draw<T>();
            var (_, gradients) = layer.Backward(x, layer.Forward(x), dy);
            var (k, lanes, planes) =
                (geometry.Kernels, Vector512<T>.Count, new WindowPlanes(geometry.Window, geometry.Image));
            var sums = new T[(geometry.N - 1) / 8 + 1, k.Count, lanes];
            foreach (var (n, f, oh, ow, c, u, v, h, w) in geometry.Window.Products(x.Shape, k, dy.Shape))
            {
                // A row of outputs, or all of an image if rows are short; the last vector of it ends where it does.
                var (length, l) = dy.Shape[3] >= lanes ? (dy.Shape[3], ow) : (planes.Length, oh * planes.Width + ow);
                var lane = l < length / lanes * lanes ? l % lanes : lanes - length + l;
                ref var sum = ref sums[n / 8, k.PositionOf(f, c, u, v), lane];
                sum = T.FusedMultiplyAdd(dy[n, f, oh, ow], x[n, c, h, w], sum);
            }
            var expected = new Tensor<T>(k);
            for (var part = 0; part < sums.GetLength(0); part++)
                for (var i = 0; i < k.Count; i++)
                    expected[i] += Lanes.Sum(Vector512.Create<T>(
                        [.. Enumerable.Range(0, lanes).Select(lane => sums[part, i, lane])]));
            Assert.That(gradients[0].Values.ToArray(), Is.EqualTo(expected.Values.ToArray()), geometry.Description);
        }
    }

    [Test]
    public void A_kernels_gradient_of_small_images_is_a_dot_product_over_the_batch()
    {
        foreach (var geometry in new ConvolutionGeometry[]
        {
            new(1, 2, 3, 1, 1, 1, 0, BiasPerPosition: false, Seed: 4),
            new(5, 3, 9, (2, 3), 3, 1, 1, BiasPerPosition: true, Seed: 5),
            new(40, 2, 2, (7, 6), 3, 2, 0, BiasPerPosition: false, Seed: 6),
        })
        {
            var (layer, x, dy) = geometry.Draw<T>();
            var (_, gradients) = layer.Backward(x, layer.Forward(x), dy);
            var (k, columns) = (geometry.Kernels, dy.Shape.Count / dy.Shape[1]);
            var length = Math.Max(columns, Vector512<T>.Count);          // filled up with zeros
            var (seen, upstream) = (new T[k.Count][], new T[k.Count][]);
            for (var i = 0; i < k.Count; i++) (seen[i], upstream[i]) = (new T[length], new T[length]);
            foreach (var (n, f, oh, ow, c, u, v, h, w) in geometry.Window.Products(x.Shape, k, dy.Shape))
            {
                var (i, column) = (k.PositionOf(f, c, u, v), (n * dy.Shape[2] + oh) * dy.Shape[3] + ow);
                (seen[i][column], upstream[i][column]) = (x[n, c, h, w], dy[n, f, oh, ow]);
            }
            T[] expected = [.. seen.Zip(upstream, (a, b) => DotProduct.Of<T>(b, a))];
            Assert.That(gradients[0].Values.ToArray(), Is.EqualTo(expected), geometry.Description);
        }
    }
}
