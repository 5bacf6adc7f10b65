using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace CnnVerified.Layers.Kernels;

/// <summary>
/// For each row wⱼ of a matrix: dx ← dx + dyⱼ·wⱼ, then wⱼ ← wⱼ − η·(dyⱼ·x), in one pass over the matrix: four rows at a
/// time, so that dx and x are read and written a quarter as often. Entries of dx are sums in the order of j.
/// </summary>
internal static class DescendRows
{
    private const int Rows = 4;

    /// <summary>Takes the step; an empty dx is left out.</summary>
    public static void Step<T>(Span<T> w, T learningRate, ReadOnlySpan<T> dy, ReadOnlySpan<T> x, Span<T> dx)
        where T : IFloatingPointIeee754<T>
    {
        ref var pw = ref MemoryMarshal.GetReference(w);
        ref var px = ref MemoryMarshal.GetReference(x);
        ref var pdx = ref MemoryMarshal.GetReference(dx);
        var j = 0;
        for (; j <= dy.Length - Rows; j += Rows)
        {
            ref var w0 = ref Unsafe.Add(ref pw, j * x.Length);
            var i = 0;
            if (Vector512<T>.IsSupported)
                i = FourRows(ref w0, learningRate, dy.Slice(j, Rows), x.Length, ref px, ref pdx, !dx.IsEmpty);
            for (var row = j; row < j + Rows; row++) Row(w.Slice(row * x.Length, x.Length), learningRate, dy[row], x, dx, i);
        }
        for (; j < dy.Length; j++) Row(w.Slice(j * x.Length, x.Length), learningRate, dy[j], x, dx, 0);
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static int FourRows<T>(
        ref T w0, T learningRate, ReadOnlySpan<T> dy, int stride, ref T x, ref T dx, bool withDx)
        where T : IFloatingPointIeee754<T>
    {
        ref var w1 = ref Unsafe.Add(ref w0, stride);
        ref var w2 = ref Unsafe.Add(ref w0, 2 * stride);
        ref var w3 = ref Unsafe.Add(ref w0, 3 * stride);
        var (dy0, dy1) = (Vector512.Create(dy[0]), Vector512.Create(dy[1]));
        var (dy2, dy3) = (Vector512.Create(dy[2]), Vector512.Create(dy[3]));
        var rate = Vector512.Create(-learningRate);
        var i = 0;
        for (; i <= stride - Vector512<T>.Count; i += Vector512<T>.Count)
        {
            var (r0, r1, r2, r3) = (Lanes.At(ref w0, i), Lanes.At(ref w1, i), Lanes.At(ref w2, i), Lanes.At(ref w3, i));
            if (withDx)
            {
                var sum = Lanes.MultiplyAdd(dy1, r1, Lanes.MultiplyAdd(dy0, r0, Lanes.At(ref dx, i)));
                Lanes.MultiplyAdd(dy3, r3, Lanes.MultiplyAdd(dy2, r2, sum)).StoreUnsafe(ref dx, (nuint)i);
            }
            var seen = Lanes.At(ref x, i);
            Lanes.MultiplyAdd(rate, dy0 * seen, r0).StoreUnsafe(ref w0, (nuint)i);
            Lanes.MultiplyAdd(rate, dy1 * seen, r1).StoreUnsafe(ref w1, (nuint)i);
            Lanes.MultiplyAdd(rate, dy2 * seen, r2).StoreUnsafe(ref w2, (nuint)i);
            Lanes.MultiplyAdd(rate, dy3 * seen, r3).StoreUnsafe(ref w3, (nuint)i);
        }
        return i;
    }

    private static void Row<T>(Span<T> w, T learningRate, T dy, ReadOnlySpan<T> x, Span<T> dx, int first)
        where T : IFloatingPointIeee754<T>
    {
        for (var i = first; i < x.Length; i++)
        {
            if (!dx.IsEmpty) dx[i] = T.FusedMultiplyAdd(dy, w[i], dx[i]);
            w[i] = T.FusedMultiplyAdd(-learningRate, dy * x[i], w[i]);
        }
    }
}
