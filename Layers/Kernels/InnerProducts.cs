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
        // A single row leaves nothing to do but to read B, which stays nearest to the core that wrote it.
        var cost = a.Rows == 1 ? 0 : (long)a.Rows * a.Columns;
        Team.For(count, cost, (c, a, b, starts, start), static (s, first, count) => Of(
            s.a.Values, s.a.RowStride, s.a.Rows, s.b.Values, s.starts.AsSpan(s.start + first, count), s.a.Columns,
            s.c.Values.AsSpan(s.start + first), s.c.RowStride), InnerTile512.Columns);
    }

    /// <summary>cᵢⱼ = Σₖ aᵢₖ·bⱼₖ over rows of a length: row i of A starts at i·aStride, row j of B at offsets[j].</summary>
    public static void Of<T>(
        ReadOnlySpan<T> a, int aStride, int rows, ReadOnlySpan<T> b, ReadOnlySpan<int> offsets, int length,
        Span<T> c, int cStride)
        where T : IFloatingPointIeee754<T>
    {
        if (!Vector256.IsHardwareAccelerated || !Vector512<T>.IsSupported || length < Vector512<T>.Count)
        {
            for (var i = 0; i < rows; i++)
                for (var j = 0; j < offsets.Length; j++)
                    c[i * cStride + j] = DotProduct.Of(a.Slice(i * aStride, length), b.Slice(offsets[j], length));
            return;
        }

        var (tileRows, tileColumns) =
            !Vector512.IsHardwareAccelerated ? (InnerTile256.Rows, InnerTile256.Columns)
            : rows == 1 ? (1, InnerRow512.Columns)
            : (InnerTile512.Rows, InnerTile512.Columns);
        // Rows of A by groups that stay in the second cache; rows of B from the last to the first, since the step that
        // follows a forward pass begins with the first.
        var group = Math.Max(1, GroupBytes / (length * Unsafe.SizeOf<T>() * tileRows)) * tileRows;
        for (var top = 0; top < rows; top += group)
            for (var j = (offsets.Length - 1) / tileColumns * tileColumns; j >= 0; j -= tileColumns)
                for (var i = top; i < Math.Min(top + group, rows); i += tileRows)
                    Tile(ref MemoryMarshal.GetReference(a[(i * aStride)..]), aStride, i, rows, ref MemoryMarshal.GetReference(b),
                        ref MemoryMarshal.GetReference(offsets[j..]), offsets.Length - j, length,
                        ref MemoryMarshal.GetReference(c[(i * cStride + j)..]), cStride);
    }

    private static void Tile<T>(
        ref T a, int aStride, int first, int rows, ref T b, ref int offsets, int columns, int length, ref T c, int cStride)
        where T : IFloatingPointIeee754<T>
    {
        if (!Vector512.IsHardwareAccelerated)
            InnerTile256.Multiply(ref a, ref b, ref offsets, columns, length, ref c);
        else if (rows == 1)
            InnerRow512.Multiply(ref a, ref b, ref offsets, columns, length, ref c);
        else if (rows - first == 1)
            InnerTile512.Multiply<T, One>(ref a, aStride, ref b, ref offsets, columns, length, ref c, cStride);
        else if (rows - first == 2)
            InnerTile512.Multiply<T, Two>(ref a, aStride, ref b, ref offsets, columns, length, ref c, cStride);
        else
            InnerTile512.Multiply<T, Three>(ref a, aStride, ref b, ref offsets, columns, length, ref c, cStride);
    }
}
