using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using CnnVerified.Layers.Kernels.Vectors;

namespace CnnVerified.Layers.Kernels.Gemm;

/// <summary>
/// The dot products of <see cref="InnerProducts"/> by tiles of 512-bit vectors, block by block of the rows' length: a
/// few rows of B stay in the first cache while all tiles of A, packed as they are read, pass them.
/// </summary>
internal static class InnerBlocks
{
    private const int GroupBytes = 512 * 1024;          // of A: stays in the second cache
    private const int TileRows = InnerTile512.Rows, TileColumns = InnerTile512.Columns;

    /// <summary>cᵢⱼ = Σₖ aᵢₖ·bⱼₖ for rows with at least one vector, rows of A and of B a stride apart.</summary>
    public static void Multiply<T>(
        ReadOnlySpan<T> a, int aStride, int rows, ReadOnlySpan<T> b, int bStride, int columns, int length,
        Span<T> c, int cStride)
        where T : IFloatingPointIeee754<T>
    {
        var (lanes, block) = (Vector512<T>.Count, DotProduct.Block<T>());
        var packedRow = (Math.Min(block, length) + lanes - 1) / lanes * lanes;
        var tiles = Math.Clamp(GroupBytes / (TileRows * packedRow * Unsafe.SizeOf<T>()), 1, Tiles(rows));
        var tilesAcross = (columns + TileColumns - 1) / TileColumns;         // of almost the same width
        using var packed = new Buffer<T>(tiles * TileRows * packedRow);
        // Threads divide C's rows or columns and share cache lines where they meet: each writes to C but once.
        using var sumsBefore = new Buffer<T>(length <= block ? 0 : (long)Math.Min(rows, tiles * TileRows) * columns);
        using var sums = new Buffer<T>((InnerTile512.Room + lanes) * lanes);
        for (var top = 0; top < rows; top += tiles * TileRows)
        {
            var height = Math.Min(tiles * TileRows, rows - top);
            var tileRows = (height + Tiles(height) - 1) / Tiles(height);        // 3 + 2 rather than 4 + 1
            for (var k = 0; k < length; k += block)
            {
                var depth = Math.Min(block, length - k);
                // From the last row of B to the first, since the step after a forward pass begins with the first.
                for (var tile = tilesAcross - 1; tile >= 0; tile--)
                {
                    var j = (int)((long)columns * tile / tilesAcross);
                    var end = (int)((long)columns * (tile + 1) / tilesAcross);
                    for (var i = 0; i < height; i += tileRows)
                    {
                        var (m, n) = (Math.Min(tileRows, height - i), end - j);
                        if (tile == tilesAcross - 1)
                            Pack(a, (top + i) * aStride + k, aStride, m, depth, packed.Span[(i * packedRow)..]);
                        Multiply(
                            packed.Span[(i * packedRow)..], m,
                            ref MemoryMarshal.GetReference(b[(j * bStride + k)..]), bStride,
                            n, depth, ref sums.Span[0]);
                        var before = length <= block ? default : sumsBefore.Span[(i * columns + j)..];
                        var (isFirst, isLast) = (k == 0, k + block >= length);
                        Store(
                            sums.Span, m, n, isFirst ? default : before, columns,
                            isLast ? c[((top + i) * cStride + j)..] : before, isLast ? cStride : columns);
                    }
                }
            }
        }
    }

    private static int Tiles(int rows) => (rows + TileRows - 1) / TileRows;

    /// <summary>
    /// For the even vectors, then for the odd ones, the last among them, filled up with zeros in front: one of each
    /// row.
    /// </summary>
    private static void Pack<T>(ReadOnlySpan<T> a, int start, int aStride, int rows, int length, Span<T> packed)
        where T : IFloatingPointIeee754<T>
    {
        var lanes = Vector512<T>.Count;
        ref var source = ref MemoryMarshal.GetReference(a[start..(start + (rows - 1) * aStride + length)]);
        ref var even = ref MemoryMarshal.GetReference(packed);
        ref var odd = ref Unsafe.Add(ref even, OddStart(length, lanes) * rows);
        var position = 0;
        for (; position + 2 * lanes <= length; position += 2 * lanes)
        {
            for (var i = 0; i < rows; i++)
            {
                Lanes.At(ref source, i * aStride + position).StoreUnsafe(ref even, (nuint)(i * lanes));
                Lanes.At(ref source, i * aStride + position + lanes).StoreUnsafe(ref odd, (nuint)(i * lanes));
            }
            even = ref Unsafe.Add(ref even, rows * lanes)!;
            odd = ref Unsafe.Add(ref odd, rows * lanes)!;
        }
        for (var i = 0; i < rows && position + lanes <= length; i++)
            Lanes.At(ref source, i * aStride + position).StoreUnsafe(ref even, (nuint)(i * lanes));
        if (length % lanes is var rest && rest > 0)
            for (var i = 0; i < rows; i++)
                (Lanes.At(ref source, i * aStride + length - lanes) & Lanes.Last<T>(rest))
                    .StoreUnsafe(ref odd, (nuint)(i * lanes));
    }

    private static int OddStart(int length, int lanes) => (length / lanes + 1) / 2 * lanes;

    private static void Multiply<T>(
        ReadOnlySpan<T> packed, int rows, ref T b, int bStride, int columns, int length, ref T sums)
        where T : IFloatingPointIeee754<T>
    {
        ref var even = ref MemoryMarshal.GetReference(packed);
        ref var odd = ref Unsafe.Add(ref even, OddStart(length, Vector512<T>.Count) * rows);
        if (rows == 1) Multiply<T, One>(ref even, ref odd, ref b, bStride, columns, length, ref sums);
        else if (rows == 2) Multiply<T, Two>(ref even, ref odd, ref b, bStride, columns, length, ref sums);
        else if (rows == 3) Multiply<T, Three>(ref even, ref odd, ref b, bStride, columns, length, ref sums);
        else Multiply<T, Four>(ref even, ref odd, ref b, bStride, columns, length, ref sums);
    }

    private static void Multiply<T, M>(ref T even, ref T odd, ref T b, int bStride, int columns, int length, ref T sums)
        where T : IFloatingPointIeee754<T> where M : ICount
    {
        if (columns == 1) InnerTile512.Multiply<T, M, One>(ref even, ref odd, ref b, bStride, length, ref sums);
        else if (columns == 2) InnerTile512.Multiply<T, M, Two>(ref even, ref odd, ref b, bStride, length, ref sums);
        else if (columns == 3) InnerTile512.Multiply<T, M, Three>(ref even, ref odd, ref b, bStride, length, ref sums);
        else if (columns == 4) InnerTile512.Multiply<T, M, Four>(ref even, ref odd, ref b, bStride, length, ref sums);
        else if (columns == 5) InnerTile512.Multiply<T, M, Five>(ref even, ref odd, ref b, bStride, length, ref sums);
        else InnerTile512.Multiply<T, M, Six>(ref even, ref odd, ref b, bStride, length, ref sums);
    }

    /// <summary>Writes the tile's sums, each added to that of the blocks before it, if there are any.</summary>
    private static void Store<T>(
        Span<T> sums, int rows, int columns, ReadOnlySpan<T> before, int beforeStride, Span<T> c, int cStride)
        where T : IFloatingPointIeee754<T>
    {
        LaneSums.Of(sums, rows * columns);
        ref var from = ref MemoryMarshal.GetReference(sums);
        ref var to = ref MemoryMarshal.GetReference(c[..((rows - 1) * cStride + columns)]);
        ref var earlier = ref MemoryMarshal.GetReference(before);
        for (var i = 0; i < rows; i++)
        {
            if (!before.IsEmpty)
                for (var j = 0; j < columns; j++)
                    Unsafe.Add(ref to, j) = Unsafe.Add(ref earlier, j) + Unsafe.Add(ref from, j);
            else if (columns == TileColumns) CopyRow(ref from, ref to);
            else for (var j = 0; j < columns; j++) Unsafe.Add(ref to, j) = Unsafe.Add(ref from, j);
            from = ref Unsafe.Add(ref from, columns)!;
            to = ref Unsafe.Add(ref to, cStride)!;
            earlier = ref Unsafe.Add(ref earlier, beforeStride)!;
        }
    }

    /// <summary>So few numbers, known when this is compiled, are a move or two.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void CopyRow<T>(ref T from, ref T to) => Unsafe.CopyBlockUnaligned(
        ref Unsafe.As<T, byte>(ref to), ref Unsafe.As<T, byte>(ref from), (uint)(TileColumns * Unsafe.SizeOf<T>()));
}
