using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace CnnVerified.Layers.Kernels;

/// <summary>Every s-th number of a row taken out of it or put into it; pairs of single-precision numbers by vectors.</summary>
internal static class Interleaving
{
    private const int Pairs = 8;

    /// <summary>every[j] = row[j·stride], as far as both reach.</summary>
    public static void Take<T>(ReadOnlySpan<T> row, int stride, Span<T> every)
    {
        var count = Math.Min(every.Length, (row.Length + stride - 1) / stride);
        if (stride == 1) row[..count].CopyTo(every);
        else for (var j = 0; j < count; j++) every[j] = row[j * stride];
    }

    /// <summary>row[j·stride] = every[j], as far as both reach.</summary>
    public static void Put<T>(ReadOnlySpan<T> every, int stride, Span<T> row)
    {
        var count = Math.Min(every.Length, (row.Length + stride - 1) / stride);
        if (stride == 1) every[..count].CopyTo(row);
        else for (var j = 0; j < count; j++) row[j * stride] = every[j];
    }

    /// <summary>even[j] = row[2j] and odd[j] = row[2j + 1], as far as they reach.</summary>
    public static void Split<T>(ReadOnlySpan<T> row, Span<T> even, Span<T> odd)
    {
        var (count, j) = (Math.Min(row.Length / 2, Math.Min(even.Length, odd.Length)), 0);
        if (HasVectors<T>() && count >= Pairs)
        {
            ref var pairs = ref Unsafe.As<T, ulong>(ref MemoryMarshal.GetReference(row));
            ref var first = ref Unsafe.As<T, uint>(ref MemoryMarshal.GetReference(even));
            ref var second = ref Unsafe.As<T, uint>(ref MemoryMarshal.GetReference(odd));
            for (; j < count; j += Pairs)
            {
                j = Math.Min(j, count - Pairs);             // the last vector may overlap the one before it
                var (low, high) = (Vector256.LoadUnsafe(ref pairs, (nuint)j), Vector256.LoadUnsafe(ref pairs, (nuint)j + Pairs / 2));
                Vector256.Narrow(low, high).StoreUnsafe(ref first, (nuint)j);
                Vector256.Narrow(low >> 32, high >> 32).StoreUnsafe(ref second, (nuint)j);
            }
            j = count;
        }
        Take(row[(2 * j)..], 2, even[j..]);
        if (row.Length > 2 * j) Take(row[(2 * j + 1)..], 2, odd[j..]);
    }

    /// <summary>row[2j] = even[j] and row[2j + 1] = odd[j], as far as they reach.</summary>
    public static void Merge<T>(ReadOnlySpan<T> even, ReadOnlySpan<T> odd, Span<T> row)
    {
        var (count, j) = (Math.Min(row.Length / 2, Math.Min(even.Length, odd.Length)), 0);
        if (HasVectors<T>() && count >= Pairs)
        {
            ref var pairs = ref Unsafe.As<T, ulong>(ref MemoryMarshal.GetReference(row));
            ref var first = ref Unsafe.As<T, uint>(ref MemoryMarshal.GetReference(even));
            ref var second = ref Unsafe.As<T, uint>(ref MemoryMarshal.GetReference(odd));
            for (; j < count; j += Pairs)
            {
                j = Math.Min(j, count - Pairs);
                var (low, high) = Vector256.Widen(Vector256.LoadUnsafe(ref first, (nuint)j));
                var (lowOdd, highOdd) = Vector256.Widen(Vector256.LoadUnsafe(ref second, (nuint)j));
                (low | lowOdd << 32).StoreUnsafe(ref pairs, (nuint)j);
                (high | highOdd << 32).StoreUnsafe(ref pairs, (nuint)j + Pairs / 2);
            }
            j = count;
        }
        Put(even[j..], 2, row[(2 * j)..]);
        if (row.Length > 2 * j) Put(odd[j..], 2, row[(2 * j + 1)..]);
    }

    private static bool HasVectors<T>() =>
        typeof(T) == typeof(float) && Vector256.IsHardwareAccelerated && BitConverter.IsLittleEndian;
}
