using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace CnnVerified.Layers.Kernels;

/// <summary>Every s-th number of a row taken out of it or put into it: copied where s is 1, as halves of pairs where s is 2.</summary>
internal static class Interleaving
{
    private const int Pairs = 8;

    /// <summary>every[j] = row[j·stride], as far as both reach.</summary>
    public static void Take<T>(ReadOnlySpan<T> row, int stride, Span<T> every)
    {
        var (count, j) = (Math.Min(every.Length, (row.Length + stride - 1) / stride), 0);
        if (stride == 1)
        {
            row[..count].CopyTo(every);
            return;
        }
        if (HasPairs<T>(stride))
        {
            ref var pairs = ref Unsafe.As<T, ulong>(ref MemoryMarshal.GetReference(row));
            ref var halves = ref Unsafe.As<T, uint>(ref MemoryMarshal.GetReference(every));
            for (; j + Pairs <= Math.Min(row.Length / 2, count); j += Pairs)
                Vector256.Narrow(Vector256.LoadUnsafe(ref pairs, (nuint)j), Vector256.LoadUnsafe(ref pairs, (nuint)j + Pairs / 2))
                    .StoreUnsafe(ref halves, (nuint)j);
        }
        for (; j < count; j++) every[j] = row[j * stride];
    }

    /// <summary>row[j·stride] = every[j], as far as both reach.</summary>
    public static void Put<T>(ReadOnlySpan<T> every, int stride, Span<T> row)
    {
        var (count, j) = (Math.Min(every.Length, (row.Length + stride - 1) / stride), 0);
        if (stride == 1)
        {
            every[..count].CopyTo(row);
            return;
        }
        if (HasPairs<T>(stride))
        {
            ref var pairs = ref Unsafe.As<T, ulong>(ref MemoryMarshal.GetReference(row));
            ref var halves = ref Unsafe.As<T, uint>(ref MemoryMarshal.GetReference(every));
            var other = Vector256.Create(0xFFFFFFFF_00000000);
            for (; j + Pairs <= Math.Min(row.Length / 2, count); j += Pairs)
            {
                var (low, high) = Vector256.Widen(Vector256.LoadUnsafe(ref halves, (nuint)j));
                (Vector256.LoadUnsafe(ref pairs, (nuint)j) & other | low).StoreUnsafe(ref pairs, (nuint)j);
                ref var next = ref Unsafe.Add(ref pairs, j + Pairs / 2);
                (Vector256.LoadUnsafe(ref next) & other | high).StoreUnsafe(ref next);
            }
        }
        for (; j < count; j++) row[j * stride] = every[j];
    }

    private static bool HasPairs<T>(int stride) =>
        stride == 2 && typeof(T) == typeof(float) && Vector256.IsHardwareAccelerated && BitConverter.IsLittleEndian;
}
