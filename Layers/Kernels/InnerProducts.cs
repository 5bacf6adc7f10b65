using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace CnnVerified.Layers.Kernels;

/// <summary>
/// All dot products of the rows of one matrix with those of another, C = A·Bᵀ. An entry has the bits of
/// <see cref="DotProduct"/>, whichever others are asked for with it.
/// </summary>
internal static class InnerProducts
{
    private const int GroupBytes = 512 * 1024;

    /// <summary>Some columns of C = A·Bᵀ, by all threads; all rows lie apart by their matrix's stride, B's at starts.</summary>
    public static void Into<T>(Matrix<T> c, Matrix<T> a, Matrix<T> b, int[] starts, Range columns)
        where T : IFloatingPointIeee754<T>
    {
        var (start, count) = columns.GetOffsetAndLength(b.Rows);
        if (a.Rows * count == 1)
        {
            // A check by finite differences asks for single entries by the million: neither a tile nor threads.
            c.Values[start] = DotProduct.Of<T>(a.Values.AsSpan(0, a.Columns), b.Values.AsSpan(starts[start], a.Columns));
            return;
        }
        // The longer side of C is divided. A single row leaves nothing to do but to read B, which stays nearest to the core
        // that wrote it.
        if (a.Rows >= count)
            Team.For(a.Rows, (long)count * a.Columns, (c, a, b, starts, start, count), static (s, first, rows) =>
                Part(s.c, s.a, s.b, s.starts, first, rows, s.start, s.count), InnerTile512.Rows);
        else
            Team.For(count, a.Rows == 1 ? 0 : (long)a.Rows * a.Columns, (c, a, b, starts, start), static (s, first, columns) =>
                Part(s.c, s.a, s.b, s.starts, 0, s.a.Rows, s.start + first, columns));
    }

    private static void Part<T>(
        Matrix<T> c, Matrix<T> a, Matrix<T> b, int[] starts, int firstRow, int rows, int firstColumn, int columns)
        where T : IFloatingPointIeee754<T> => Of(
            a.Values.AsSpan(firstRow * a.RowStride), a.RowStride, rows, b.Values, starts.AsSpan(firstColumn, columns), a.Columns,
            c.Values.AsSpan(firstRow * c.RowStride + firstColumn), c.RowStride);

    /// <summary>cᵢⱼ = Σₖ aᵢₖ·bⱼₖ over rows of a length: row i of A starts at i·aStride, row j of B at offsets[j].</summary>
    public static void Of<T>(
        ReadOnlySpan<T> a, int aStride, int rows, ReadOnlySpan<T> b, ReadOnlySpan<int> offsets, int length,
        Span<T> c, int cStride)
        where T : IFloatingPointIeee754<T>
    {
        if (!Vector256.IsHardwareAccelerated || !Vector512<T>.IsSupported || length < Vector512<T>.Count)
            OneByOne(a, aStride, rows, b, offsets, length, c, cStride);
        else if (!Vector512.IsHardwareAccelerated)
            RowByRow(a, aStride, rows, b, offsets, length, c, cStride);
        else if (rows == 1)
            InnerRow512.Multiply(a[..length], b, offsets, c);
        else
            InnerBlocks.Multiply(a, aStride, rows, b, offsets, length, c, cStride);
    }

    private static void OneByOne<T>(
        ReadOnlySpan<T> a, int aStride, int rows, ReadOnlySpan<T> b, ReadOnlySpan<int> offsets, int length,
        Span<T> c, int cStride)
        where T : IFloatingPointIeee754<T>
    {
        for (var i = 0; i < rows; i++)
            for (var j = 0; j < offsets.Length; j++)
                c[i * cStride + j] = DotProduct.Of(a.Slice(i * aStride, length), b.Slice(offsets[j], length));
    }

    private static void RowByRow<T>(
        ReadOnlySpan<T> a, int aStride, int rows, ReadOnlySpan<T> b, ReadOnlySpan<int> offsets, int length,
        Span<T> c, int cStride)
        where T : IFloatingPointIeee754<T>
    {
        // Rows of A by groups that stay in the second cache; rows of B from the last to the first, as InnerRow512 says.
        var block = DotProduct.Block<T>();
        var group = Math.Max(1, GroupBytes / (Math.Min(block, length) * Unsafe.SizeOf<T>()));
        for (var top = 0; top < rows; top += group)
            for (var k = 0; k < length; k += block)
                for (var j = (offsets.Length - 1) / InnerTile256.Columns * InnerTile256.Columns; j >= 0; j -= InnerTile256.Columns)
                    for (var i = top; i < Math.Min(top + group, rows); i++)
                        InnerTile256.Multiply(
                            ref MemoryMarshal.GetReference(a[(i * aStride + k)..]), ref MemoryMarshal.GetReference(b[k..]),
                            ref MemoryMarshal.GetReference(offsets[j..]), offsets.Length - j, Math.Min(block, length - k),
                            ref MemoryMarshal.GetReference(c[(i * cStride + j)..]), add: k > 0);
    }
}
