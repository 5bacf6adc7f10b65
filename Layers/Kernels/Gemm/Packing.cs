using CnnVerified.Layers.Kernels.Vectors;

namespace CnnVerified.Layers.Kernels.Gemm;

/// <summary>Lays rows of a matrix out in the order in which tiles read them.</summary>
internal static class Packing
{
    /// <summary>So many rows, and those that fill up the last group.</summary>
    public static int RoundUp<T>(int rows) =>
        (rows + Tile.Rows<T>() - 1) / Tile.Rows<T>() * Tile.Rows<T>();

    /// <summary>
    /// The rows of A in groups as high as a tile, each group column by column; missing rows of the last group stay as
    /// they are. Entry (i, k) stands at i·rowStride + k·columnStride.
    /// </summary>
    public static void Rows<T>(ReadOnlySpan<T> a, int rowStride, int columnStride, int rows, int depth, Span<T> packed)
    {
        var height = Tile.Rows<T>();
        for (var top = 0; top < rows; top += height)
        {
            var group = packed.Slice(top * depth, height * depth);
            RectangleCopy.Copy(
                a, new(top * rowStride, columnStride, rowStride), group, new(0, height), depth,
                Math.Min(height, rows - top));
        }
    }

    /// <summary>The same where entry (i, k) stands at i·rowStride + columns[k].</summary>
    public static void Rows<T>(ReadOnlySpan<T> a, int rowStride, ReadOnlySpan<int> columns, int rows, Span<T> packed)
    {
        var (height, depth) = (Tile.Rows<T>(), columns.Length);
        for (var top = 0; top < rows; top += height)
        {
            var group = packed.Slice(top * depth, height * depth);
            for (var k = 0; k < depth; k++)
                for (var i = 0; i < Math.Min(height, rows - top); i++)
                    group[k * height + i] = a[(top + i) * rowStride + columns[k]];
        }
    }
}
