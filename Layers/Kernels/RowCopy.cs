using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace CnnVerified.Layers.Kernels;

/// <summary>Copies rows that are too short for a call each: by vectors, of which a row's last may overlap the one before it.</summary>
internal static class RowCopy
{
    /// <summary>to[i·toStride + j] = from[i·fromStride + j] for j below length, row by row.</summary>
    public static void Copy<T>(ReadOnlySpan<T> from, int fromStride, Span<T> to, int toStride, int rows, int length)
    {
        var (whole, half) = Vector256<T>.IsSupported ? (Vector256<T>.Count, Vector128<T>.Count) : (int.MaxValue, int.MaxValue);
        var (last, lastTo) = ((rows - 1) * fromStride + length, (rows - 1) * toStride + length);
        ref var first = ref MemoryMarshal.GetReference(from[..last]);
        ref var firstTo = ref MemoryMarshal.GetReference(to[..lastTo]);
        for (var i = 0; i < rows; i++)
        {
            ref var source = ref Unsafe.Add(ref first, i * fromStride);
            ref var target = ref Unsafe.Add(ref firstTo, i * toStride);
            if (length >= whole)
                for (var j = 0; j < length; j += whole)
                {
                    j = Math.Min(j, length - whole);
                    Vector256.LoadUnsafe(ref source, (nuint)j).StoreUnsafe(ref target, (nuint)j);
                }
            else if (length >= half)
                for (var j = 0; j < length; j += half)
                {
                    j = Math.Min(j, length - half);
                    Vector128.LoadUnsafe(ref source, (nuint)j).StoreUnsafe(ref target, (nuint)j);
                }
            else
                for (var j = 0; j < length; j++) Unsafe.Add(ref target, j) = Unsafe.Add(ref source, j);
        }
    }
}
