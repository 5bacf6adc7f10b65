using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace CnnVerified.Layers.Kernels.Vectors;

/// <summary>A rectangle of numbers in an array: entry (i, j) at start + i·RowStride + j·ColumnStride.</summary>
internal readonly record struct Rectangle(int Start, int RowStride, int ColumnStride = 1);

/// <summary>
/// Copies rectangles, whose rows are too short for a call each: by vectors, of which a row's last may overlap the one
/// before it, where the columns lie side by side; every other column is taken by vectors too.
/// </summary>
internal static class RectangleCopy
{
    /// <summary>to(i, j) = from(i, j).</summary>
    public static void Copy<T>(
        ReadOnlySpan<T> source, Rectangle from, Span<T> target, Rectangle to, int rows, int columns)
    {
        if (rows <= 0 || columns <= 0) return;
        ref var first = ref MemoryMarshal.GetReference(source[..(End(from, rows, columns))]);
        ref var firstTo = ref MemoryMarshal.GetReference(target[..(End(to, rows, columns))]);
        var isDense = from.ColumnStride == 1 && to.ColumnStride == 1 && Vector256<T>.IsSupported;
        var arePairs = Vector256<T>.IsSupported && columns > Vector128<T>.Count
            && (from.ColumnStride, to.ColumnStride) is (2, 1);
        if (isDense && from.RowStride == columns && to.RowStride == columns) (rows, columns) = (1, rows * columns);
        for (var i = 0; i < rows; i++)
        {
            ref var row = ref Unsafe.Add(ref first, from.Start + i * from.RowStride);
            ref var rowTo = ref Unsafe.Add(ref firstTo, to.Start + i * to.RowStride);
            if (isDense && Vector512.IsHardwareAccelerated && columns >= Vector512<T>.Count)
                for (var j = 0; j < columns; j += Vector512<T>.Count)
                {
                    j = Math.Min(j, columns - Vector512<T>.Count);
                    Vector512.LoadUnsafe(ref row, (nuint)j).StoreUnsafe(ref rowTo, (nuint)j);
                }
            else if (isDense && columns >= Vector256<T>.Count)
                for (var j = 0; j < columns; j += Vector256<T>.Count)
                {
                    j = Math.Min(j, columns - Vector256<T>.Count);
                    Vector256.LoadUnsafe(ref row, (nuint)j).StoreUnsafe(ref rowTo, (nuint)j);
                }
            else if (isDense && columns >= Vector128<T>.Count)
                for (var j = 0; j < columns; j += Vector128<T>.Count)
                {
                    j = Math.Min(j, columns - Vector128<T>.Count);
                    Vector128.LoadUnsafe(ref row, (nuint)j).StoreUnsafe(ref rowTo, (nuint)j);
                }
            else if (arePairs)
                Pairs.Take(ref row, ref rowTo, columns);
            else
                for (var j = 0; j < columns; j++)
                {
                    rowTo = row;
                    row = ref Unsafe.Add(ref row, from.ColumnStride)!;
                    rowTo = ref Unsafe.Add(ref rowTo, to.ColumnStride)!;
                }
        }
    }

    /// <summary>
    /// The same for several rectangles, whose starts are a step apart; if they are low, a row of all of them at a time.
    /// </summary>
    public static void Copy<T>(
        ReadOnlySpan<T> source, Rectangle place, int step, Span<T> target, Rectangle to, int toStep, int count,
        int rows, int columns)
    {
        if (rows < count)
            (place, step, to, toStep, count, rows) = (
                place with { RowStride = step }, place.RowStride, to with { RowStride = toStep }, to.RowStride, rows,
                count);
        for (var i = 0; i < count; i++)
            Copy(
                source, place with { Start = place.Start + i * step }, target,
                to with { Start = to.Start + i * toStep }, rows, columns);
    }

    private static int End(Rectangle at, int rows, int columns) =>
        at.Start + (rows - 1) * at.RowStride + (columns - 1) * at.ColumnStride + 1;
}
