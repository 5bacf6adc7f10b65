using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using CnnVerified.Layers.Kernels.Vectors;

namespace CnnVerified.Layers.Kernels.Gemm;

/// <summary>
/// C = From + A·B (gemm_nn), block by block of the depth. Blocks of A are packed in the order in which a tile reads
/// them; B is copied only where its rows would crowd into few sets of the first cache.
/// </summary>
/// <remarks>
/// Letters of this folder: A (rows × depth), B (depth × columns) and C (rows × columns); entry (i, j) of C sums over k.
/// gemm_nn is A·B by <see cref="TableProduct"/>, gemm_nt is A·Bᵀ by <see cref="InnerProducts"/>. A tile is a part of C
/// whose sums stay in registers, M rows by N vectors; a microkernel computes one. Packing lays out what tiles read.
/// Source: K. Goto and R. van de Geijn, "Anatomy of High-Performance Matrix Multiplication", TOMS 34(3), 2008.
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
        var blockDepth = T.IsZero(scale) ? Math.Min(Depth, a.Columns) : a.Columns;
        var isCrowded = b.RowStride * Unsafe.SizeOf<T>() % CrowdedStride == 0;
        var stride = isCrowded ? c.Columns + Vector512<T>.Count : b.RowStride;
        using var packedA = new Buffer<T>((long)Packing.RoundUp<T>(c.Rows) * blockDepth);
        using var copyOfB = new Buffer<T>(isCrowded ? (long)blockDepth * stride : 0);
        using var starts = new Buffer<int>(blockDepth);
        for (var k = 0; k < blockDepth; k++) starts.Span[k] = k * stride;
        for (var first = 0; first < a.Columns; first += blockDepth)
        {
            var depth = Math.Min(blockDepth, a.Columns - first);
            var rows = b.Span[(first * b.RowStride)..];
            Packing.Rows(a.Span[(first * a.ColumnStride)..], a.RowStride, a.ColumnStride, c.Rows, depth, packedA.Span);
            if (isCrowded)
                RectangleCopy.Copy(rows, new(0, b.RowStride), copyOfB.Span, new(0, stride), depth, c.Columns);
            var before = first > 0 ? new FromRows<T>(c.Span, 1, c.RowStride)
                : from.Rows > 0 ? new FromRows<T>(from.Span, 1, from.RowStride) : FromRows<T>.Zeros;
            TableProduct.Into(
                packedA.Span, c.Rows, isCrowded ? copyOfB.Span : rows, starts.Span[..depth], c.Columns, before, c.Span,
                c.RowStride, scale);
        }
    }
}
