using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace CnnVerified.Layers.Kernels;

/// <summary>A rectangle of numbers in an array: entry (i, j) at start + i·RowStride + j·ColumnStride.</summary>
internal readonly record struct Rectangle(int Start, int RowStride, int ColumnStride = 1);

/// <summary>
/// Rows of pairs split into two rectangles of halves, and merged again: every second column by vectors. Only
/// single-precision numbers have instructions for it.
/// </summary>
internal static class Interleaving
{
    private const int Pairs = 4;

    /// <summary>Whether rows of so many pairs can be split and merged.</summary>
    public static bool Suits<T>(int pairs) =>
        typeof(T) == typeof(float) && Vector128.IsHardwareAccelerated && BitConverter.IsLittleEndian && pairs >= Pairs;

    /// <summary>even(i, j) = x(i, 2j) and odd(i, j) = x(i, 2j + 1).</summary>
    public static void Split<T>(
        ReadOnlySpan<T> x, Rectangle from, Span<T> planes, Rectangle even, Rectangle odd, int rows, int pairs)
    {
        ref var px = ref Unsafe.As<T, uint>(ref MemoryMarshal.GetReference(x));
        ref var p = ref Unsafe.As<T, uint>(ref MemoryMarshal.GetReference(planes));
        for (var i = 0; i < rows; i++)
        {
            ref var row = ref Unsafe.As<uint, ulong>(ref Unsafe.Add(ref px, from.Start + i * from.RowStride));
            ref var first = ref Unsafe.Add(ref p, even.Start + i * even.RowStride);
            ref var second = ref Unsafe.Add(ref p, odd.Start + i * odd.RowStride);
            for (var j = 0; j < pairs; j += Pairs)
            {
                j = Math.Min(j, pairs - Pairs);             // the last vector may overlap the one before it
                var (low, high) = (Vector128.LoadUnsafe(ref row, (nuint)j), Vector128.LoadUnsafe(ref row, (nuint)j + Pairs / 2));
                Vector128.Narrow(low, high).StoreUnsafe(ref first, (nuint)j);
                Vector128.Narrow(low >> 32, high >> 32).StoreUnsafe(ref second, (nuint)j);
            }
        }
    }

    /// <summary>x(i, 2j) = even(i, j) and x(i, 2j + 1) = odd(i, j).</summary>
    public static void Merge<T>(
        ReadOnlySpan<T> planes, Rectangle even, Rectangle odd, Span<T> x, Rectangle to, int rows, int pairs)
    {
        ref var px = ref Unsafe.As<T, uint>(ref MemoryMarshal.GetReference(x));
        ref var p = ref Unsafe.As<T, uint>(ref MemoryMarshal.GetReference(planes));
        for (var i = 0; i < rows; i++)
        {
            ref var row = ref Unsafe.As<uint, ulong>(ref Unsafe.Add(ref px, to.Start + i * to.RowStride));
            ref var first = ref Unsafe.Add(ref p, even.Start + i * even.RowStride);
            ref var second = ref Unsafe.Add(ref p, odd.Start + i * odd.RowStride);
            for (var j = 0; j < pairs; j += Pairs)
            {
                j = Math.Min(j, pairs - Pairs);
                var (low, high) = Vector128.Widen(Vector128.LoadUnsafe(ref first, (nuint)j));
                var (lowOdd, highOdd) = Vector128.Widen(Vector128.LoadUnsafe(ref second, (nuint)j));
                (low | lowOdd << 32).StoreUnsafe(ref row, (nuint)j);
                (high | highOdd << 32).StoreUnsafe(ref row, (nuint)j + Pairs / 2);
            }
        }
    }
}
