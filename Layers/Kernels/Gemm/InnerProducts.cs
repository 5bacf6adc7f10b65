using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using CnnVerified.Layers.Kernels.Threads;
using CnnVerified.Layers.Kernels.Vectors;

namespace CnnVerified.Layers.Kernels.Gemm;

/// <summary>
/// All dot products of the rows of one matrix with those of another, C = A·Bᵀ. An entry has the bits of
/// <see cref="DotProduct"/>, whichever others are asked for with it.
/// </summary>
internal static class InnerProducts
{
    /// <summary>Rows of B are divided among threads at multiples of it.</summary>
    public const int ColumnStep = 8;

    private const int GroupBytes = 512 * 1024;

    /// <summary>Some columns of C = A·Bᵀ, by all threads; each matrix's columns lie side by side.</summary>
    public static void Into<T>(Matrix<T> c, Matrix<T> a, Matrix<T> b, Range columns) where T : IFloatingPointIeee754<T>
    {
        (c, b) = (c.Part(.., columns), b.Part(columns, ..));
        if (c.Rows * c.Columns == 1)
        {
            // A check by finite differences asks for single entries by the million: neither a tile nor threads.
            c.Span[0] = DotProduct.Of<T>(a.Span[..a.Columns], b.Span[..a.Columns]);
            return;
        }
        // The longer side of C is divided. A single row leaves nothing to do but to read B, which stays nearest to the
        // core that wrote it.
        if (c.Rows >= c.Columns)
            Team.For(c.Rows, (long)b.Rows * b.Columns, (c, a, b), static (s, first, count) =>
                Part(s.c.Part(first..(first + count), ..), s.a.Part(first..(first + count), ..), s.b),
                InnerTile512.Rows);
        else
            Team.For(c.Columns, a.Rows == 1 ? 0 : (long)a.Rows * a.Columns, (c, a, b), static (s, first, count) =>
                Part(s.c.Part(.., first..(first + count)), s.a, s.b.Part(first..(first + count), ..)), ColumnStep);
    }

    private static void Part<T>(Matrix<T> c, Matrix<T> a, Matrix<T> b) where T : IFloatingPointIeee754<T>
    {
        if (!Vector512.IsHardwareAccelerated)
            RowByRow(c, a, b);
        else if (a.Rows == 1)
            InnerRow512.Multiply(a.Span[..a.Columns], b.Span, b.RowStride, c.Span[..c.Columns]);
        else
            InnerBlocks.Multiply(
                a.Span, a.RowStride, a.Rows, b.Span, b.RowStride, b.Rows, a.Columns, c.Span, c.RowStride);
    }

    private static void RowByRow<T>(Matrix<T> c, Matrix<T> a, Matrix<T> b) where T : IFloatingPointIeee754<T>
    {
        // Rows of A by groups that stay in the second cache; rows of B from the last to the first, as InnerRow512 says.
        var (block, step) = (DotProduct.Block<T>(), InnerTile256.Columns);
        var group = Math.Max(1, GroupBytes / (Math.Min(block, a.Columns) * Unsafe.SizeOf<T>()));
        for (var top = 0; top < a.Rows; top += group)
            for (var k = 0; k < a.Columns; k += block)
                for (var j = (b.Rows - 1) / step * step; j >= 0; j -= step)
                    for (var i = top; i < Math.Min(top + group, a.Rows); i++)
                        InnerTile256.Multiply(
                            ref a.Span[i * a.RowStride + k], ref b.Span[j * b.RowStride + k], b.RowStride, b.Rows - j,
                            Math.Min(block, a.Columns - k), ref c.Span[i * c.RowStride + j], add: k > 0);
    }
}
