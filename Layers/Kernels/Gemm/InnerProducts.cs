using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using CnnVerified.Layers.Kernels.Threads;
using CnnVerified.Layers.Kernels.Vectors;

namespace CnnVerified.Layers.Kernels.Gemm;

/// <summary>
/// C = A·Bᵀ (gemm_nt): all dot products of the rows of one matrix with those of another, of at least one vector. An
/// entry has the bits of <see cref="DotProduct"/>, whichever others are asked for with it.
/// </summary>
internal static class InnerProducts
{
    /// <summary>Rows of B are divided among threads at multiples of it.</summary>
    public const int ColumnStep = 8;

    private const int Columns = 6;                      // of a tile: rows of B
    private const int GroupBytes = 512 * 1024;          // of A: stays in the second cache

    /// <summary>Some columns of C = A·Bᵀ, by all threads; each matrix's columns lie side by side.</summary>
    public static void Into<T>(Matrix<T> c, Matrix<T> a, Matrix<T> b, Range columns) where T : IFloatingPointIeee754<T>
    {
        (c, b) = (c.Part(.., columns), b.Part(columns, ..));
        if (c.Rows * c.Columns == 1)
        {
            // A check by finite differences asks for single entries by the million: neither a tile nor threads.
            c.Span[0] = DotProduct.Of<T>(a.Row(0), b.Row(0));
            return;
        }
        // The longer side of C is divided. A single row leaves nothing to do but to read B, which stays nearest to the
        // core that wrote it.
        if (c.Rows >= c.Columns)
            Team.For(c.Rows, (long)b.Rows * b.Columns, (c, a, b), static (s, first, count) =>
                Part(s.c.Part(first..(first + count), ..), s.a.Part(first..(first + count), ..), s.b), ColumnStep);
        else
            Team.For(c.Columns, a.Rows == 1 ? 0 : (long)a.Rows * a.Columns, (c, a, b), static (s, first, count) =>
                Part(s.c.Part(.., first..(first + count)), s.a, s.b.Part(first..(first + count), ..)), ColumnStep);
    }

    private static void Part<T>(Matrix<T> c, Matrix<T> a, Matrix<T> b) where T : IFloatingPointIeee754<T>
    {
        if (a.Rows == 1) DotProduct.Of(a.Row(0), b.Span, b.RowStride, c.Row(0));
        else if (b.Rows <= Tile.Rows<T>() / 2 && b.Rows < a.Rows) ByTiles(c.Transposed, b, a);   // fewer are packed
        else ByTiles(c, a, b);
    }

    /// <summary>
    /// Block by block of the rows' length: a few rows of B stay in the first cache while all tiles of A, packed as they
    /// are read, pass them. Threads share cache lines where their parts of C meet: each writes to C but once.
    /// </summary>
    private static void ByTiles<T>(Matrix<T> c, Matrix<T> a, Matrix<T> b) where T : IFloatingPointIeee754<T>
    {
        var (lanes, block, length, most) = (Vector512<T>.Count, DotProduct.Block<T>(), a.Columns, Tile.Rows<T>() / 2);
        var packedRow = (Math.Min(block, length) + lanes - 1) / lanes * lanes;
        var tiles = Math.Clamp(GroupBytes / (most * packedRow * Unsafe.SizeOf<T>()), 1, Ceiling(a.Rows, most));
        var across = Ceiling(b.Rows, Columns);
        using var packed = new Buffer<T>(tiles * most * packedRow + lanes);
        using var before = new Buffer<T>(length <= block ? 0 : (long)Math.Min(a.Rows, tiles * most) * b.Rows);
        using var sums = new Buffer<T>((most * Columns + lanes) * lanes);
        using var last = new Buffer<T>(Columns * lanes);
        for (var top = 0; top < a.Rows; top += tiles * most)
        {
            var height = Math.Min(tiles * most, a.Rows - top);
            var tileRows = Ceiling(height, Ceiling(height, most));             // 3 + 2 rather than 4 + 1
            for (var k = 0; k < length; k += block)
            {
                var depth = Math.Min(block, length - k);
                for (var tile = 0; tile < across; tile++)       // of almost the same width
                {
                    var j = (int)((long)b.Rows * tile / across);
                    var n = (int)((long)b.Rows * (tile + 1) / across) - j;
                    for (var i = 0; i < n && depth % lanes > 0; i++)
                        (Lanes.At(ref b.At(j + i, k + depth - lanes), 0) & Lanes.Last<T>(depth % lanes))
                            .StoreUnsafe(ref last.Span[i * lanes]);
                    for (var i = 0; i < height; i += tileRows)
                    {
                        var m = Math.Min(tileRows, height - i);
                        var rows = packed.Span[(i * packedRow)..];
                        if (tile == 0) Pack(a.Part((top + i)..(top + i + m), ..), k, depth, rows);
                        Multiply(rows, m, ref b.At(j, k), b.RowStride, n, ref last.Span[0], depth, ref sums.Span[0]);
                        LaneSums.Of(sums.Span, m * n);
                        var known = length <= block ? default : before.Span[(i * b.Rows + j)..];
                        var (isFirst, isLast) = (k == 0, k + block >= length);
                        Store(
                            sums.Span, m, n, isFirst ? default : known, b.Rows,
                            isLast ? c.Span[((top + i) * c.RowStride + j * c.ColumnStride)..] : known,
                            isLast ? c.RowStride : b.Rows, isLast ? c.ColumnStride : 1);
                    }
                }
            }
        }
    }

    private static int Ceiling(int count, int step) => (count + step - 1) / step;

    /// <summary>
    /// For the even vectors, then for the odd ones, the last among them, filled up with zeros in front: one of each
    /// row.
    /// </summary>
    private static void Pack<T>(Matrix<T> a, int start, int length, Span<T> packed) where T : IFloatingPointIeee754<T>
    {
        var (lanes, full) = (Vector512<T>.Count, length / Vector512<T>.Count);
        for (var i = 0; i < a.Rows; i++)
        {
            ref var row = ref a.At(i, start);
            for (var v = 0; v < full; v++)
            {
                var step = v % 2 == 0 ? v / 2 : (full + v) / 2;
                Lanes.At(ref row, v * lanes).StoreUnsafe(ref packed[(step * a.Rows + i) * lanes]);
            }
            if (length % lanes > 0)
                (Lanes.At(ref row, length - lanes) & Lanes.Last<T>(length % lanes))
                    .StoreUnsafe(ref packed[(full * a.Rows + i) * lanes]);
        }
    }

    private static void Multiply<T>(
        Span<T> packed, int rows, ref T b, int bStride, int columns, ref T last, int length, ref T sums)
        where T : IFloatingPointIeee754<T>
    {
        var lanes = Vector512<T>.Count;
        ref var odd = ref packed[(length / lanes + 1) / 2 * rows * lanes];
        if (Vector512.IsHardwareAccelerated)
            Multiply<T, Vector512<T>, Registers512<T>>(
                ref packed[0], ref odd, rows, ref b, bStride, columns, ref last, length, ref sums);
        else
            for (var half = 0; half < lanes; half += lanes / 2)
                Multiply<T, Vector256<T>, Registers256<T>>(
                    ref packed[half], ref Unsafe.Add(ref odd, half), rows, ref Unsafe.Add(ref b, half), bStride,
                    columns, ref Unsafe.Add(ref last, half), length, ref Unsafe.Add(ref sums, half));
    }

    private static void Multiply<T, V, R>(
        ref T even, ref T odd, int rows, ref T b, int bStride, int columns, ref T last, int length, ref T sums)
        where T : IFloatingPointIeee754<T> where V : struct where R : IRegisters<T, V>
    {
        if (rows == 1) Multiply<T, V, R, One>(ref even, ref odd, ref b, bStride, columns, ref last, length, ref sums);
        else if (rows == 2)
            Multiply<T, V, R, Two>(ref even, ref odd, ref b, bStride, columns, ref last, length, ref sums);
        else if (rows == 3)
            Multiply<T, V, R, Three>(ref even, ref odd, ref b, bStride, columns, ref last, length, ref sums);
        else Multiply<T, V, R, Four>(ref even, ref odd, ref b, bStride, columns, ref last, length, ref sums);
    }

    private static void Multiply<T, V, R, M>(
        ref T even, ref T odd, ref T b, int bStride, int columns, ref T last, int length, ref T sums)
        where T : IFloatingPointIeee754<T> where V : struct where R : IRegisters<T, V> where M : ICount
    {
        if (columns == 1)
            InnerTile<T, V, R>.Multiply<M, One>(ref even, ref odd, ref b, bStride, ref last, length, ref sums);
        else if (columns == 2)
            InnerTile<T, V, R>.Multiply<M, Two>(ref even, ref odd, ref b, bStride, ref last, length, ref sums);
        else if (columns == 3)
            InnerTile<T, V, R>.Multiply<M, Three>(ref even, ref odd, ref b, bStride, ref last, length, ref sums);
        else if (columns == 4)
            InnerTile<T, V, R>.Multiply<M, Four>(ref even, ref odd, ref b, bStride, ref last, length, ref sums);
        else if (columns == 5)
            InnerTile<T, V, R>.Multiply<M, Five>(ref even, ref odd, ref b, bStride, ref last, length, ref sums);
        else InnerTile<T, V, R>.Multiply<M, Six>(ref even, ref odd, ref b, bStride, ref last, length, ref sums);
    }

    /// <summary>Writes the tile's sums, each added to that of the blocks before it, if there are any.</summary>
    private static void Store<T>(
        Span<T> sums, int rows, int columns, Span<T> before, int beforeStride, Span<T> c, int cStride,
        int cColumnStride)
        where T : IFloatingPointIeee754<T>
    {
        ref var from = ref MemoryMarshal.GetReference(sums);
        ref var to = ref MemoryMarshal.GetReference(c[..((rows - 1) * cStride + (columns - 1) * cColumnStride + 1)]);
        ref var earlier = ref MemoryMarshal.GetReference(before);
        for (var i = 0; i < rows; i++)
        {
            if (!before.IsEmpty)
                for (var j = 0; j < columns; j++)
                    Unsafe.Add(ref to, j * cColumnStride) = Unsafe.Add(ref earlier, j) + Unsafe.Add(ref from, j);
            else if (columns == Columns && cColumnStride == 1)     // known when this is compiled: a move or two
                Unsafe.CopyBlockUnaligned(
                    ref Unsafe.As<T, byte>(ref to), ref Unsafe.As<T, byte>(ref from),
                    (uint)(Columns * Unsafe.SizeOf<T>()));
            else for (var j = 0; j < columns; j++) Unsafe.Add(ref to, j * cColumnStride) = Unsafe.Add(ref from, j);
            from = ref Unsafe.Add(ref from, columns)!;
            to = ref Unsafe.Add(ref to, cStride)!;
            earlier = ref Unsafe.Add(ref earlier, beforeStride)!;
        }
    }
}
