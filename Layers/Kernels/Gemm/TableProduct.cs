using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace CnnVerified.Layers.Kernels.Gemm;

/// <summary>
/// Products of matrices of which the second is never written out: a table says where each of its rows starts.
/// </summary>
internal static class TableProduct
{
    private const int FirstCache = 32 * 1024;

    /// <summary>C = From + A·B, A as <see cref="Packing"/> leaves it, row k of B at b[starts[k]].</summary>
    /// <param name="a">A, packed.</param>
    /// <param name="rows">Its rows.</param>
    /// <param name="b">What the starts count from.</param>
    /// <param name="starts">The table.</param>
    /// <param name="columns">Those of B and C.</param>
    /// <param name="from">What the products are added to.</param>
    /// <param name="c">C.</param>
    /// <param name="cStride">From one of its rows to the next.</param>
    /// <param name="scale">What the products are multiplied with, unless it is 0.</param>
    /// <param name="count">How many such products there are with the same A and table.</param>
    /// <param name="steps">From one of them to the next.</param>
    /// <param name="packedDepth">The columns that A was packed with, if these are only some of them.</param>
    public static void Into<T>(
        ReadOnlySpan<T> a, int rows, ReadOnlySpan<T> b, ReadOnlySpan<int> starts, int columns, FromRows<T> from,
        Span<T> c, int cStride, T scale, int count = 1, (int B, int From, int C) steps = default,
        int? packedDepth = null)
        where T : IFloatingPointIeee754<T>
    {
        var (most, aStep) = (Tile.Rows<T>(), Tile.Rows<T>() * (packedDepth ?? starts.Length));
        var isLarge = (long)rows * columns * Unsafe.SizeOf<T>() > FirstCache;
        if (rows > most && starts.Length <= most && isLarge && count == 1)
        {
            // Writing C is the cost: row of tiles by row of tiles, so that it is written along its rows.
            for (var i = 0; i < rows; i += most)
                Into(
                    a[(i / most * aStep)..], Math.Min(most, rows - i), b, starts, columns, from.Below(i),
                    c[(i * cStride)..], cStride, scale, packedDepth: packedDepth);
            return;
        }
        for (var j = 0; j < columns;)
        {
            var width = Tile.Width<T>(columns - j);
            var across = count == 1 && rows <= most ? (columns - j - Tile.Step<T>()) / width : 1;
            for (var i = 0; i < rows;)
            {
                // One call for the tiles of all products or, if there is only one, for those of all rows or columns.
                var height = Math.Min(most, rows - i);
                var down = count > 1 ? 1 : (rows - i) / height;
                var tiles = new TileOperands<T>(
                    ref MemoryMarshal.GetReference(a[(i / most * aStep)..]), ref MemoryMarshal.GetReference(b[j..]),
                    ref MemoryMarshal.GetReference(starts), Tile.Vectors<T>(width), ref from.At(i, j), from.Stride,
                    ref c[i * cStride + j], cStride, Tile.Vectors<T>(width))
                {
                    Count = Math.Max(count, Math.Max(across, down)),
                    Steps = count > 1 ? (0, steps.B, steps.From, steps.C)
                        : across > 1 ? (0, width, width * from.Step, width)
                        : (aStep, 0, most * from.Stride, most * cStride),
                };
                Tile.Multiply(in tiles, starts.Length, height, width, scale);
                i += down * height;
            }
            j += Math.Max(across, 1) * width;
        }
    }
}

/// <summary>
/// Rows to which products are added: a stride apart, and the same for all tiles of a row if the step is 0.
/// </summary>
internal readonly ref struct FromRows<T>(ReadOnlySpan<T> values, int step, int stride)
{
    private readonly ReadOnlySpan<T> values = values;

    /// <summary>Nothing to add to.</summary>
    public static FromRows<T> Zeros =>
        new(MemoryMarshal.CreateReadOnlySpan(ref Tile.Zeros<T>(), Tile.Columns<T>()), 0, 0);

    /// <summary>From one row to the next.</summary>
    public int Stride => stride;

    /// <summary>From one column to the next.</summary>
    public int Step => step;

    /// <summary>Those from a row on.</summary>
    public FromRows<T> Below(int row) => new(values[(row * stride)..], step, stride);

    /// <summary>Where a tile's rows begin.</summary>
    public ref T At(int row, int column) =>
        ref Unsafe.Add(ref MemoryMarshal.GetReference(values), row * stride + column * step);
}
