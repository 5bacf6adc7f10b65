using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace CnnVerified.Layers.Kernels.Vectors;

/// <summary>
/// Σᵢ aᵢ·bᵢ, always in the same order: block by block, each block's sum added to those before it. In a block two
/// vectors of sums take the products by turns, the last, incomplete vector filled up with zeros in front; then the
/// lanes' tree sum. There are as many numbers as lanes at least.
/// </summary>
internal static class DotProduct
{
    [ThreadStatic]
    private static bool isBackward;

    /// <summary>The length of a block, but for the last: that of so many rows stays in the first cache.</summary>
    public static int Block<T>() => 64 * Vector512<T>.Count;

    /// <summary>a·b.</summary>
    public static T Of<T>(ReadOnlySpan<T> a, ReadOnlySpan<T> b) where T : IFloatingPointIeee754<T>
    {
        ref var pa = ref MemoryMarshal.GetReference(a);
        ref var pb = ref MemoryMarshal.GetReference(b[..a.Length]);
        if (a.Length <= Block<T>()) return OfBlock(ref pa, ref pb, a.Length);
        // A check asks for the same long rows again and again. They are read to and fro, so that what the last pass has
        // left in the first cache is found there; the blocks' sums are added in order.
        var blocks = (a.Length + Block<T>() - 1) / Block<T>();
        using var sums = new Buffer<T>(blocks);
        var each = sums.Span;
        isBackward = !isBackward;
        for (var i = 0; i < blocks; i++)
        {
            var number = isBackward ? blocks - 1 - i : i;
            var start = number * Block<T>();
            each[number] = OfBlock(
                ref Unsafe.Add(ref pa, start), ref Unsafe.Add(ref pb, start), Math.Min(a.Length - start, Block<T>()));
        }
        var sum = T.Zero;
        foreach (var part in each) sum += part;
        return sum;
    }

    /// <summary>c[j] = a·bⱼ for rows bⱼ a stride apart, four at once.</summary>
    public static void Of<T>(ReadOnlySpan<T> a, ReadOnlySpan<T> b, int bStride, Span<T> c)
        where T : IFloatingPointIeee754<T>
    {
        // From the last row to the first: the step after a forward pass begins with the first.
        var j = c.Length;
        for (; j % 4 > 0; j--) c[j - 1] = Of(a, b.Slice((j - 1) * bStride, a.Length));
        for (j -= 4; j >= 0; j -= 4)
            for (var k = 0; k < a.Length; k += Block<T>())
                OfBlock(
                    ref Unsafe.Add(ref MemoryMarshal.GetReference(a), k),
                    ref Unsafe.Add(ref MemoryMarshal.GetReference(b), j * bStride + k), bStride,
                    Math.Min(a.Length - k, Block<T>()), ref c[j], add: k > 0);
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static void OfBlock<T>(ref T a, ref T b, int bStride, int length, ref T c, bool add)
        where T : IFloatingPointIeee754<T>
    {
        ref var b1 = ref Unsafe.Add(ref b, bStride);
        ref var b2 = ref Unsafe.Add(ref b1, bStride);
        ref var b3 = ref Unsafe.Add(ref b2, bStride);
        Vector512<T> e0 = default, e1 = default, e2 = default, e3 = default;
        Vector512<T> o0 = default, o1 = default, o2 = default, o3 = default;
        var (i, lanes) = (0, Vector512<T>.Count);
        for (; i <= length - 2 * lanes; i += 2 * lanes)
        {
            var (x, y) = (Lanes.At(ref a, i), Lanes.At(ref a, i + lanes));
            e0 = Lanes.MultiplyAdd(x, Lanes.At(ref b, i), e0);
            o0 = Lanes.MultiplyAdd(y, Lanes.At(ref b, i + lanes), o0);
            e1 = Lanes.MultiplyAdd(x, Lanes.At(ref b1, i), e1);
            o1 = Lanes.MultiplyAdd(y, Lanes.At(ref b1, i + lanes), o1);
            e2 = Lanes.MultiplyAdd(x, Lanes.At(ref b2, i), e2);
            o2 = Lanes.MultiplyAdd(y, Lanes.At(ref b2, i + lanes), o2);
            e3 = Lanes.MultiplyAdd(x, Lanes.At(ref b3, i), e3);
            o3 = Lanes.MultiplyAdd(y, Lanes.At(ref b3, i + lanes), o3);
        }
        Add(Rest(ref a, ref b, i, length, e0, o0), ref c, 0, add);
        Add(Rest(ref a, ref b1, i, length, e1, o1), ref c, 1, add);
        Add(Rest(ref a, ref b2, i, length, e2, o2), ref c, 2, add);
        Add(Rest(ref a, ref b3, i, length, e3, o3), ref c, 3, add);
    }

    private static void Add<T>(T sum, ref T c, int j, bool add) where T : IFloatingPointIeee754<T> =>
        Unsafe.Add(ref c, j) = add ? Unsafe.Add(ref c, j) + sum : sum;

    private static T OfBlock<T>(ref T a, ref T b, int length) where T : IFloatingPointIeee754<T>
    {
        Vector512<T> even = default, odd = default;
        var (i, lanes) = (0, Vector512<T>.Count);
        for (; i <= length - 2 * lanes; i += 2 * lanes)
        {
            even = Lanes.MultiplyAdd(Lanes.At(ref a, i), Lanes.At(ref b, i), even);
            odd = Lanes.MultiplyAdd(Lanes.At(ref a, i + lanes), Lanes.At(ref b, i + lanes), odd);
        }
        return Rest(ref a, ref b, i, length, even, odd);
    }

    /// <summary>The sum of all, once the products from i on are added, fewer than two vectors of them.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static T Rest<T>(ref T a, ref T b, int i, int length, Vector512<T> even, Vector512<T> odd)
        where T : IFloatingPointIeee754<T>
    {
        var lanes = Vector512<T>.Count;
        if (i <= length - lanes)
        {
            even = Lanes.MultiplyAdd(Lanes.At(ref a, i), Lanes.At(ref b, i), even);
            i += lanes;
        }
        if (i < length)
        {
            var (last, start) = (Lanes.Last<T>(length - i), length - lanes);
            odd = Lanes.MultiplyAdd(Lanes.At(ref a, start) & last, Lanes.At(ref b, start) & last, odd);
        }
        return Lanes.Sum(even + odd);
    }
}
