using System.Numerics;
using CnnVerified.Layers;
using CnnVerified.Layers.Kernels;

namespace CnnVerified.Verification.Tests.Kernels;

/// <summary>
/// The kernels that compute many entries at once against one entry at a time, bit for bit, for all sizes around a tile
/// and around a block, alone and with threads.
/// </summary>
[TestFixture(typeof(float), 1)]
[TestFixture(typeof(float), 3)]
[TestFixture(typeof(double), 1)]
[TestFixture(typeof(double), 3)]
[NonParallelizable]
public sealed class MatrixKernelTests<T>(int threads) where T : IFloatingPointIeee754<T>
{
    private static readonly (int Rows, int Depth, int Columns)[] Sizes =
    [
        .. from rows in new[] { 1, 2, 3, 4, 7, 8, 9, 17 }
           from columns in new[] { 1, 4, 5, 8, 15, 16, 17, 24, 31, 33, 47, 48, 49, 97 }
           select (rows, 7, columns),
        .. from depth in Enumerable.Range(1, 70) select (3, depth, 5),
        (5, 127, 6), (5, 128, 6), (5, 129, 6), (9, 300, 50), (70, 40, 90), (90, 60, 70),
    ];

    private int before;

    [OneTimeSetUp]
    public void Share() => (before, Parallelism.Threads) = (Parallelism.Threads, threads);

    [OneTimeTearDown]
    public void Restore() => Parallelism.Threads = before;

    [Test]
    public void A_matrix_product_sums_each_entry_in_the_order_of_depth([Values] bool add, [Values] bool transposed)
    {
        foreach (var (rows, depth, columns) in Sizes)
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
            MatrixProduct.Into(c, a, b, add);
            Assert.That(c.Values, Is.EqualTo(expected.Values), $"{rows}×{depth}×{columns}");
        }
    }

    [Test]
    public void Dot_products_of_many_rows_are_those_of_each_pair()
    {
        foreach (var (rows, length, columns) in Sizes)
        {
            var (a, b, c) = (Draw(1, rows, length), Draw(2, columns, length), Draw(3, rows, columns));
            var asked = (columns / 3)..columns;
            var expected = c with { Values = [.. c.Values] };
            for (var i = 0; i < rows; i++)
                for (var j = asked.Start.Value; j < columns; j++)
                    At(expected, i, j) = DotProduct.Of<T>(
                        a.Values.AsSpan(i * length, length), b.Values.AsSpan(j * length, length));
            InnerProducts.Into(c, a, b, [.. Enumerable.Range(0, columns).Select(j => j * length)], asked);
            Assert.That(c.Values, Is.EqualTo(expected.Values), $"{rows}×{length}×{columns}");
        }
    }

    [Test]
    public void Every_second_number_is_taken_out_of_a_row_and_put_back()
    {
        foreach (var (stride, length, room) in
            from stride in new[] { 1, 2, 3 } from length in Enumerable.Range(0, 41) from room in new[] { 0, 9, 40 }
            select (stride, length, room))
        {
            var (row, every, target) = (Draw(1, 1, length).Values, Draw(2, 1, room).Values, Draw(3, 1, length).Values);
            var count = Math.Min(room, (length + stride - 1) / stride);
            var taken = every.Select((own, j) => j < count ? row[j * stride] : own).ToArray();
            Interleaving.Take<T>(row, stride, every);
            Assert.That(every, Is.EqualTo(taken), $"every {stride} of {length} into {room}");

            var put = target.Select((own, i) => i % stride == 0 && i / stride < count ? row[i] : own).ToArray();
            Interleaving.Put<T>(every, stride, target);
            Assert.That(target, Is.EqualTo(put), $"{room} into every {stride} of {length}");
        }
    }

    [Test]
    public void Pairs_are_split_and_merged_as_two_phases_are_taken_and_put()
    {
        foreach (var (length, room, otherRoom) in
            from length in Enumerable.Range(0, 41) from room in new[] { 0, 9, 16, 40 } from other in new[] { 0, 1 }
            select (length, room, room + other))
        {
            var (row, even, odd) = (Draw(1, 1, length).Values, Draw(2, 1, room).Values, Draw(3, 1, otherRoom).Values);
            T[] evens = [.. even], odds = [.. odd], merged = [.. row];
            Interleaving.Put<T>(even, 2, merged);
            if (length > 0) Interleaving.Put<T>(odd, 2, merged.AsSpan(1));
            T[] actual = [.. row];
            Interleaving.Merge<T>(even, odd, actual);
            Assert.That(actual, Is.EqualTo(merged), $"{room} and {otherRoom} into {length}");

            Interleaving.Take<T>(row, 2, evens);
            if (length > 0) Interleaving.Take<T>(row.AsSpan(1), 2, odds);
            Interleaving.Split<T>(row, even, odd);
            Assert.That(even, Is.EqualTo(evens), $"{length} into {room}");
            Assert.That(odd, Is.EqualTo(odds), $"{length} into {otherRoom}");
        }
    }

    private static Matrix<T> Draw(int seed, int rows, int columns)
    {
        var values = rows * columns == 0 ? [] : new NormalValues(seed).Tensor<T>(new Shape(rows * columns)).Values.ToArray();
        return new(values, rows, columns, columns, 1);
    }

    private static ref T At(Matrix<T> m, int i, int j) => ref m.Values[i * m.RowStride + j * m.ColumnStride];
}
