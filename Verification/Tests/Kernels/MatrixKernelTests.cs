using CnnVerified.Layers.Kernels.Gemm;
using CnnVerified.Layers.Kernels.Vectors;

namespace CnnVerified.Verification.Tests.Kernels;

/// <summary>
/// The kernels that compute many entries at once against one entry at a time, bit for bit, for all sizes around a tile,
/// a block and a group of blocks, alone and with threads.
/// </summary>
[TestFixture(typeof(float), 1)]
[TestFixture(typeof(float), 3)]
[TestFixture(typeof(double), 1)]
[TestFixture(typeof(double), 3)]
[TestFixture(typeof(double), 4)]
[NonParallelizable]
public sealed class MatrixKernelTests<T>(int threads) where T : IFloatingPointIeee754<T>
{
    private static readonly (int Rows, int Depth, int Columns)[] Sizes =
    [
        .. from rows in new[] { 1, 2, 3, 4, 7, 8, 9, 17 }
           from columns in new[] { 8, 15, 16, 17, 24, 31, 33, 47, 48, 49, 97 }
           select (rows, 7, columns),
        .. from depth in Enumerable.Range(1, 70) from rows in new[] { 1, 3 } select (rows, depth, 11),
        .. from rows in Enumerable.Range(2, 9) from columns in Enumerable.Range(1, 29) select (rows, 43, columns),
        (5, 127, 6), (5, 128, 6), (5, 129, 6), (9, 300, 50), (70, 40, 90), (90, 60, 70),
        .. from depth in new[] { 511, 512, 513, 1023, 1024, 1025, 1032, 2063 }
           from rows in new[] { 1, 6 }
           select (rows, depth, 23),
        (47, 3000, 8), (17, 140, 128), (9, 30, 256), (13, 2957, 2), (33, 1100, 3), (20, 1030, 1),
    ];

    private int before;

    private static IEnumerable<(int Rows, int Depth, int Columns)> Products =>
        Sizes.Where(s => s.Columns >= Lanes.Of<T>());

    [OneTimeSetUp]
    public void Share() => (before, Parallelism.Threads) = (Parallelism.Threads, threads);

    [OneTimeTearDown]
    public void Restore() => Parallelism.Threads = before;

    [Test]
    public void A_matrix_product_sums_each_entry_in_the_order_of_depth(
        [Values] bool add, [Values] bool transposed)
    {
        foreach (var (rows, depth, columns) in Products)
        {
            var a = transposed ? Draw(1, depth, rows).Transposed : Draw(1, rows, depth);
            var (b, c) = (Draw(2, depth, columns), Draw(3, rows, columns));
            var expected = c with { Values = [.. c.Values] };
            for (var i = 0; i < rows; i++)
                for (var j = 0; j < columns; j++)
                {
                    var sum = add ? At(c, i, j) : T.Zero;
                    for (var k = 0; k < depth; k++) sum = T.FusedMultiplyAdd(At(a, i, k), At(b, k, j), sum);
                    At(expected, i, j) = sum;
                }
            MatrixProduct.Into(c, add ? c : default, a, b, T.Zero);
            Assert.That(c.Values, Is.EqualTo(expected.Values), $"{rows}×{depth}×{columns}");
        }
    }

    [Test]
    public void A_scaled_product_is_added_as_if_it_had_been_computed_first()
    {
        foreach (var (rows, depth, columns) in Products)
        {
            var (a, b, c) = (Draw(1, depth, rows).Transposed, Draw(2, depth, columns), Draw(3, rows, columns));
            var (scale, product) = (T.CreateChecked(-0.3), c with { Values = new T[c.Values.Length] });
            MatrixProduct.Into(product, default, a, b, T.Zero);
            T[] expected = [.. c.Values.Zip(product.Values, (own, entry) => T.FusedMultiplyAdd(scale, entry, own))];
            MatrixProduct.Into(c, c, a, b, scale);
            Assert.That(c.Values, Is.EqualTo(expected), $"{rows}×{depth}×{columns}");
        }
    }

    [Test]
    public void Dot_products_of_many_rows_are_those_of_each_pair()
    {
        foreach (var (rows, length, columns) in Sizes.Where(s => s.Depth >= Lanes.Of<T>()))
        {
            var (a, b, c) = (Draw(1, rows, length), Draw(2, columns, length), Draw(3, rows, columns));
            var asked = (columns / 3)..columns;
            var expected = c with { Values = [.. c.Values] };
            for (var i = 0; i < rows; i++)
                for (var j = asked.Start.Value; j < columns; j++)
                    At(expected, i, j) = DotProduct.Of<T>(
                        a.Values.AsSpan(i * length, length), b.Values.AsSpan(j * length, length));
            InnerProducts.Into(c, a, b, asked);
            Assert.That(c.Values, Is.EqualTo(expected.Values), $"{rows}×{length}×{columns}");
        }
    }

    [TestCase(20, 33, 200)]
    [TestCase(60, 33, 200)]
    [TestCase(9, 60, 700)]
    [TestCase(20, 200, 700)]
    [TestCase(20, 1, 3000)]
    public void A_dense_layers_gradients_are_those_of_each_sample_whoever_computes_them(
        int samples, int outputs, int inputs)
    {
        var values = new NormalValues(samples);
        Tensor<T> Draw(params ReadOnlySpan<int> axes) => values.Tensor<T>(new Shape(axes));
        var layer = new Dense<T>(Draw(outputs, inputs), Draw(outputs));
        var (x, dy, rate) = (Draw(samples, inputs), Draw(samples, outputs), T.CreateChecked(0.1));
        var (dx, gradients) = layer.Backward(x, layer.Forward(x), dy);
        var dW = new Tensor<T>(new Shape(outputs, inputs));
        for (var n = 0; n < samples; n++)
        {
            var one = new Tensor<T>(new Shape(1, inputs), [.. x.Sample(n)]);
            var upstream = new Tensor<T>(new Shape(1, outputs), [.. dy.Sample(n)]);
            var (alone, _) = layer.Backward(one, layer.Forward(one), upstream);
            Assert.That(dx.Sample(n).ToArray(), Is.EqualTo(alone.Values.ToArray()), $"dx of sample {n}");
            for (var j = 0; j < outputs; j++)
                for (var i = 0; i < inputs; i++) dW[j, i] = T.FusedMultiplyAdd(dy[n, j], x[n, i], dW[j, i]);
        }
        Assert.That(gradients[0].Values.ToArray(), Is.EqualTo(dW.Values.ToArray()), "dW");

        var fused = (Dense<T>)layer.Over<T>();
        var (fusedDx, sgd) = (new Tensor<T>(x.Shape), new Sgd<T>(rate));
        fused.BackwardAndUpdate(x, layer.Forward(x), dy, fusedDx, rate);
        for (var p = 0; p < gradients.Length; p++) sgd.Update(layer.Parameters[p].Value, gradients[p]);
        Assert.That(fusedDx.Values.ToArray(), Is.EqualTo(dx.Values.ToArray()), "dx of the fused step");
        foreach (var (actual, expected) in fused.Parameters.Zip(layer.Parameters))
            Assert.That(actual.Value.Values.ToArray(), Is.EqualTo(expected.Value.Values.ToArray()), expected.Name);
    }

    [Test]
    public void A_rectangle_is_copied_and_nothing_else([Values(1, 2, 3)] int stride)
    {
        const int Rows = 3;
        for (var columns = 0; columns <= 40; columns++)
        {
            var (from, to) = (new Rectangle(2, 3 * columns + 1, stride), new Rectangle(1, columns + 2));
            var (source, target) = (Draw(1, Rows, 3 * columns + 4).Values, Draw(2, Rows, columns + 3).Values);
            T[] expected = [.. target];
            for (var i = 0; i < Rows; i++)
                for (var j = 0; j < columns; j++)
                    expected[to.Start + i * to.RowStride + j] = source[from.Start + i * from.RowStride + j * stride];
            RectangleCopy.Copy(source, from, target, to, Rows, columns);
            Assert.That(target, Is.EqualTo(expected), $"{columns} columns");
        }
    }

    private static Matrix<T> Draw(int seed, int rows, int columns)
    {
        var values = rows * columns == 0
            ? [] : new NormalValues(seed).Tensor<T>(new Shape(rows * columns)).Values.ToArray();
        return new(values, rows, columns, columns, 1);
    }

    private static ref T At(Matrix<T> m, int i, int j) => ref m.Values[i * m.RowStride + j * m.ColumnStride];
}
