using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using CnnVerified.Layers.Kernels.Vectors;

namespace CnnVerified.Layers.Kernels.Gemm;

/// <summary>
/// Products of matrices. Blocks of A are packed in the order in which a tile reads them, panels of B only where their
/// rows would crowd into few sets of the first cache; an entry of C is one sum in the order of depth, as 
/// <see cref="Tile"/> says, whatever the blocks, tiles and threads.
/// </summary>
/// <remarks>
/// K. Goto and R. van de Geijn, "Anatomy of High-Performance Matrix Multiplication", TOMS 34(3), 2008.
/// </remarks>
internal static class MatrixProduct
{
    private const int Depth = 128;                    // of a block: a panel of B of this depth stays in the first cache
    private const int CrowdedStride = 512;            // bytes: rows at its multiples use at most an eighth of the sets

    /// <summary>
    /// C = From + A·B; the columns of B and C lie side by side. With a scale other than 0, C = From + scale·(A·B),
    /// bit-equal to adding the product, computed first, times the scale.
    /// </summary>
    /// <param name="c">C, which may be From.</param>
    /// <param name="from">From; without rows, zeros.</param>
    /// <param name="a">A.</param>
    /// <param name="b">B.</param>
    /// <param name="scale">What the product is multiplied with, unless it is 0.</param>
    public static void Into<T>(Matrix<T> c, Matrix<T> from, Matrix<T> a, Matrix<T> b, T scale)
        where T : IFloatingPointIeee754<T>
    {
        var (tileRows, blockDepth) = (Tile.Rows<T>(), T.IsZero(scale) ? Depth : a.Columns);
        using var packedA = new Buffer<T>((long)Packing.RoundUp<T>(c.Rows) * blockDepth);
        using var packedB = new Buffer<T>((long)blockDepth * Tile.Columns<T>());
        using var offsets = new Buffer<int>(blockDepth);
        var isCrowded = b.RowStride * Unsafe.SizeOf<T>() % CrowdedStride == 0;
        for (var k = 0; k < blockDepth; k++) offsets.Span[k] = k * (isCrowded ? Tile.Columns<T>() : b.RowStride);

        for (var first = 0; first < a.Columns; first += blockDepth)
        {
            var depth = Math.Min(blockDepth, a.Columns - first);
            Packing.Rows(a.Span[(first * a.ColumnStride)..], a.RowStride, a.ColumnStride, c.Rows, depth, packedA.Span);
            for (var j = 0; j < c.Columns;)
            {
                var width = Tile.Width<T>(c.Columns - j);
                var panel = b.Span[(first * b.RowStride + j)..];
                if (isCrowded) Packing.Panel(panel, b.RowStride, depth, width, packedB.Span);
                var stride = c.Stride(width);
                ref T sums = ref c.Span[j * c.ColumnStride], before = ref sums!;
                var beforeStride = stride;
                if (first == 0)
                {
                    before = ref from.Rows > 0 ? ref from.Span[j * from.ColumnStride] : ref Tile.Zeros<T>();
                    beforeStride = from.Rows > 0 ? from.Stride(width) : 0;
                }
                for (var i = 0; i < c.Rows;)
                {
                    var height = Math.Min(tileRows, c.Rows - i);
                    var count = (c.Rows - i) / height;
                    Tile.Multiply(
                        new TileOperands<T>(
                            ref packedA.Span[i * depth],
                            ref MemoryMarshal.GetReference(isCrowded ? packedB.Span : panel),
                            ref offsets.Span[0], Tile.Vectors<T>(width),
                            ref Unsafe.Add(ref before, i * beforeStride), beforeStride,
                            ref Unsafe.Add(ref sums, i * stride), stride, Tile.Vectors<T>(width))
                        {
                            Count = count,
                            Steps = (tileRows * depth, 0, tileRows * beforeStride, tileRows * stride),
                        },
                        depth, height, width, scale);
                    i += count * height;
                }
                j += width;
            }
        }
    }
}
