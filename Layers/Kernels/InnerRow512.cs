using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace CnnVerified.Layers.Kernels;

/// <summary>
/// The dot products of <see cref="InnerProducts"/> for a single row a, ten at once, so that a is read once for ten rows of B.
/// </summary>
internal static class InnerRow512
{
    private const int Columns = 10;

    /// <summary>cⱼ = a·bⱼ for rows of B with at least one vector.</summary>
    public static void Multiply<T>(ReadOnlySpan<T> a, ReadOnlySpan<T> b, int bStride, Span<T> c)
        where T : IFloatingPointIeee754<T>
    {
        var lanes = Vector512<T>.Count;
        using var sums = new Buffer<T>(2 * lanes * lanes);
        // From the last row of B to the first, since the step that follows a forward pass begins with the first.
        for (var j = (c.Length - 1) / Columns * Columns; j >= 0; j -= Columns)
        {
            var columns = Math.Min(Columns, c.Length - j);
            for (var k = 0; k < a.Length; k += DotProduct.Block<T>())
            {
                Tile(
                    ref MemoryMarshal.GetReference(a[k..]), ref MemoryMarshal.GetReference(b[(j * bStride + k)..]), bStride,
                    columns, Math.Min(DotProduct.Block<T>(), a.Length - k),
                    ref sums.Span[0]);
                LaneSums.Of(sums.Span, Columns);
                for (var i = 0; i < columns; i++) c[j + i] = k == 0 ? sums.Span[i] : c[j + i] + sums.Span[i];
            }
        }
    }

    /// <summary>
    /// For each a·bⱼ a vector whose lanes add up to it; rows beyond those of B repeat its first. Not inlined, for otherwise
    /// the 20 sums would not stay in registers.
    /// </summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
    private static void Tile<T>(ref T a, ref T b, int bStride, int columns, int length, ref T sums)
        where T : IFloatingPointIeee754<T>
    {
        ref var b0 = ref b;
        ref var b1 = ref Unsafe.Add(ref b, columns > 1 ? bStride : 0);
        ref var b2 = ref Unsafe.Add(ref b, columns > 2 ? 2 * bStride : 0);
        ref var b3 = ref Unsafe.Add(ref b, columns > 3 ? 3 * bStride : 0);
        ref var b4 = ref Unsafe.Add(ref b, columns > 4 ? 4 * bStride : 0);
        ref var b5 = ref Unsafe.Add(ref b, columns > 5 ? 5 * bStride : 0);
        ref var b6 = ref Unsafe.Add(ref b, columns > 6 ? 6 * bStride : 0);
        ref var b7 = ref Unsafe.Add(ref b, columns > 7 ? 7 * bStride : 0);
        ref var b8 = ref Unsafe.Add(ref b, columns > 8 ? 8 * bStride : 0);
        ref var b9 = ref Unsafe.Add(ref b, columns > 9 ? 9 * bStride : 0);

        Vector512<T> e0 = default, e1 = default, e2 = default, e3 = default, e4 = default;
        Vector512<T> e5 = default, e6 = default, e7 = default, e8 = default, e9 = default;
        Vector512<T> o0 = default, o1 = default, o2 = default, o3 = default, o4 = default;
        Vector512<T> o5 = default, o6 = default, o7 = default, o8 = default, o9 = default;
        Vector512<T> x;
        var lanes = Vector512<T>.Count;
        var i = 0;
        for (; i <= length - lanes; i += lanes)
        {
            x = Lanes.At(ref a, i);
            e0 = Lanes.MultiplyAdd(x, Lanes.At(ref b0, i), e0);
            e1 = Lanes.MultiplyAdd(x, Lanes.At(ref b1, i), e1);
            e2 = Lanes.MultiplyAdd(x, Lanes.At(ref b2, i), e2);
            e3 = Lanes.MultiplyAdd(x, Lanes.At(ref b3, i), e3);
            e4 = Lanes.MultiplyAdd(x, Lanes.At(ref b4, i), e4);
            e5 = Lanes.MultiplyAdd(x, Lanes.At(ref b5, i), e5);
            e6 = Lanes.MultiplyAdd(x, Lanes.At(ref b6, i), e6);
            e7 = Lanes.MultiplyAdd(x, Lanes.At(ref b7, i), e7);
            e8 = Lanes.MultiplyAdd(x, Lanes.At(ref b8, i), e8);
            e9 = Lanes.MultiplyAdd(x, Lanes.At(ref b9, i), e9);

            i += lanes;
            if (i > length - lanes) break;
            x = Lanes.At(ref a, i);
            o0 = Lanes.MultiplyAdd(x, Lanes.At(ref b0, i), o0);
            o1 = Lanes.MultiplyAdd(x, Lanes.At(ref b1, i), o1);
            o2 = Lanes.MultiplyAdd(x, Lanes.At(ref b2, i), o2);
            o3 = Lanes.MultiplyAdd(x, Lanes.At(ref b3, i), o3);
            o4 = Lanes.MultiplyAdd(x, Lanes.At(ref b4, i), o4);
            o5 = Lanes.MultiplyAdd(x, Lanes.At(ref b5, i), o5);
            o6 = Lanes.MultiplyAdd(x, Lanes.At(ref b6, i), o6);
            o7 = Lanes.MultiplyAdd(x, Lanes.At(ref b7, i), o7);
            o8 = Lanes.MultiplyAdd(x, Lanes.At(ref b8, i), o8);
            o9 = Lanes.MultiplyAdd(x, Lanes.At(ref b9, i), o9);
        }
        if (i < length)
        {
            var last = Lanes.Last<T>(length - i);
            i = length - lanes;
            x = Lanes.At(ref a, i) & last;
            o0 = Lanes.MultiplyAdd(x, Lanes.At(ref b0, i) & last, o0);
            o1 = Lanes.MultiplyAdd(x, Lanes.At(ref b1, i) & last, o1);
            o2 = Lanes.MultiplyAdd(x, Lanes.At(ref b2, i) & last, o2);
            o3 = Lanes.MultiplyAdd(x, Lanes.At(ref b3, i) & last, o3);
            o4 = Lanes.MultiplyAdd(x, Lanes.At(ref b4, i) & last, o4);
            o5 = Lanes.MultiplyAdd(x, Lanes.At(ref b5, i) & last, o5);
            o6 = Lanes.MultiplyAdd(x, Lanes.At(ref b6, i) & last, o6);
            o7 = Lanes.MultiplyAdd(x, Lanes.At(ref b7, i) & last, o7);
            o8 = Lanes.MultiplyAdd(x, Lanes.At(ref b8, i) & last, o8);
            o9 = Lanes.MultiplyAdd(x, Lanes.At(ref b9, i) & last, o9);
        }

        (e0 + o0).StoreUnsafe(ref sums);
        (e1 + o1).StoreUnsafe(ref sums, (nuint)lanes);
        (e2 + o2).StoreUnsafe(ref sums, (nuint)(2 * lanes));
        (e3 + o3).StoreUnsafe(ref sums, (nuint)(3 * lanes));
        (e4 + o4).StoreUnsafe(ref sums, (nuint)(4 * lanes));
        (e5 + o5).StoreUnsafe(ref sums, (nuint)(5 * lanes));
        (e6 + o6).StoreUnsafe(ref sums, (nuint)(6 * lanes));
        (e7 + o7).StoreUnsafe(ref sums, (nuint)(7 * lanes));
        (e8 + o8).StoreUnsafe(ref sums, (nuint)(8 * lanes));
        (e9 + o9).StoreUnsafe(ref sums, (nuint)(9 * lanes));
    }
}
