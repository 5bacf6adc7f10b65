using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace CnnVerified.Layers.Kernels;

/// <summary>
/// C = A·B or C += A·B. Blocks of A are packed in the order in which a tile reads them, panels of B only where their rows
/// would crowd into few sets of the first cache; an entry of C is one sum in the order of depth, as <see cref="OuterTile"/>
/// says, whatever the blocks, tiles and threads.
/// </summary>
/// <remarks>K. Goto and R. van de Geijn, "Anatomy of High-Performance Matrix Multiplication", TOMS 34(3), 2008.</remarks>
internal static class MatrixProduct
{
    private const int Depth = 128;                    // of a block: a panel of B of this depth stays in the first cache
    private const int CrowdedStride = 512;            // bytes: rows at multiples of it fall into at most an eighth of the sets
    private const int NearBytes = 512 * 1024;         // of C: need not be asked for ahead

    /// <summary>Takes the product, by all threads; B's and C's columns lie side by side.</summary>
    public static void Into<T>(Matrix<T> c, Matrix<T> a, Matrix<T> b, bool add) where T : IFloatingPointIeee754<T>
    {
        // The longer side of C is divided, since each thread packs the other side's factor for itself.
        if (c.Columns >= c.Rows)
            Team.For(c.Columns, (long)a.Rows * a.Columns, (c, a, b, add), static (s, first, count) =>
                Block(s.c, s.a, s.b, 0, s.c.Rows, first, first + count, s.add), OuterTile.Columns<T>());
        else
            Team.For(c.Rows, (long)a.Columns * b.Columns, (c, a, b, add), static (s, first, count) =>
                Block(s.c, s.a, s.b, first, first + count, 0, s.c.Columns, s.add), OuterTile.Rows<T>());
    }

    private static void Block<T>(
        Matrix<T> c, Matrix<T> a, Matrix<T> b, int firstRow, int endRow, int firstColumn, int endColumn, bool add)
        where T : IFloatingPointIeee754<T>
    {
        var (tileRows, tileColumns) = (OuterTile.Rows<T>(), OuterTile.Columns<T>());
        using var packedA = new Buffer<T>(Packing.RoundUp<T>(endRow - firstRow) * Depth);
        using var packedB = new Buffer<T>(Depth * tileColumns);
        using var edge = new Buffer<T>(tileRows * tileColumns);
        using var packedStarts = new Buffer<int>(Depth);
        using var starts = new Buffer<int>(Depth);
        for (var k = 0; k < Depth; k++) (packedStarts.Span[k], starts.Span[k]) = (k * tileColumns, k * b.RowStride);
        var isCrowded = b.RowStride * Unsafe.SizeOf<T>() % CrowdedStride == 0;
        var isFar = (long)c.Rows * c.RowStride * Unsafe.SizeOf<T>() > NearBytes;

        for (var first = 0; first < a.Columns; first += Depth)
        {
            var depth = Math.Min(Depth, a.Columns - first);
            Packing.Rows(a.Values.AsSpan(firstRow * a.RowStride + first * a.ColumnStride), a.RowStride, a.ColumnStride,
                endRow - firstRow, depth, packedA.Span);
            for (var j = firstColumn; j < endColumn; j += tileColumns)
            {
                var columns = Math.Min(tileColumns, endColumn - j);
                var panel = b.Values.AsSpan(first * b.RowStride + j);
                var isPacked = isCrowded || columns < tileColumns;
                if (isPacked) Packing.Panel(panel, b.RowStride, depth, columns, packedB.Span);
                for (var i = firstRow; i < endRow; i += tileRows)
                {
                    if (isFar) Prefetch.Rows(c, i + tileRows, Math.Min(i + 2 * tileRows, endRow), j, columns);
                    Tile(c.Values.AsSpan(i * c.RowStride + j), c.RowStride, Math.Min(tileRows, endRow - i), columns, depth,
                        packedA.Span[((i - firstRow) * depth)..], isPacked ? packedB.Span : panel,
                        isPacked ? packedStarts.Span : starts.Span, edge.Span, add || first > 0);
                }
            }
        }
    }

    private static void Tile<T>(
        Span<T> c, int cStride, int rows, int columns, int depth, Span<T> a, Span<T> b, Span<int> offsets, Span<T> edge, bool add)
        where T : IFloatingPointIeee754<T>
    {
        ref var pa = ref MemoryMarshal.GetReference(a);
        ref var pb = ref MemoryMarshal.GetReference(b);
        ref var starts = ref MemoryMarshal.GetReference(offsets);
        if (rows == OuterTile.Rows<T>() && columns % OuterTile.Step<T>() == 0)
        {
            OuterTile.Multiply(ref pa, ref pb, ref starts, depth, columns, ref MemoryMarshal.GetReference(c), cStride, add);
            return;
        }
        // At the edge of C the tile is a copy.
        var width = OuterTile.Columns<T>();
        for (var i = 0; i < rows; i++) c.Slice(i * cStride, columns).CopyTo(edge[(i * width)..]);
        OuterTile.Multiply(ref pa, ref pb, ref starts, depth, columns, ref MemoryMarshal.GetReference(edge), width, add);
        for (var i = 0; i < rows; i++) edge.Slice(i * width, columns).CopyTo(c[(i * cStride)..]);
    }
}
