using System.Numerics;
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
    private const int MostBlocks = 16;

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
        var sum = T.Zero;
        var most = MostBlocks * Block<T>();
        for (var start = 0; start < a.Length; start += most)
            sum = AddBlocks(
                ref Unsafe.Add(ref pa, start), ref Unsafe.Add(ref pb, start), Math.Min(a.Length - start, most), sum);
        return sum;
    }

    /// <summary>
    /// Adds the blocks' sums in order. A check asks for the same long rows again and again: they are read to and fro,
    /// so that what the last pass has left in the first cache is found there.
    /// </summary>
    private static T AddBlocks<T>(ref T a, ref T b, int length, T sum) where T : IFloatingPointIeee754<T>
    {
        var (block, sums) = (Block<T>(), default(BlockSums<T>));
        var blocks = (length + block - 1) / block;
        isBackward = !isBackward;
        for (var i = 0; i < blocks; i++)
        {
            var number = isBackward ? blocks - 1 - i : i;
            var start = number * block;
            sums[number] = OfBlock(
                ref Unsafe.Add(ref a, start), ref Unsafe.Add(ref b, start), Math.Min(length - start, block));
        }
        for (var i = 0; i < blocks; i++) sum += sums[i];
        return sum;
    }

    private static T OfBlock<T>(ref T a, ref T b, int length) where T : IFloatingPointIeee754<T>
    {
        Vector512<T> even = default, odd = default;
        var (i, lanes) = (0, Vector512<T>.Count);
        for (; i <= length - 2 * lanes; i += 2 * lanes)
        {
            even = Lanes.MultiplyAdd(Lanes.At(ref a, i), Lanes.At(ref b, i), even);
            odd = Lanes.MultiplyAdd(Lanes.At(ref a, i + lanes), Lanes.At(ref b, i + lanes), odd);
        }
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

    [InlineArray(MostBlocks)]
    private struct BlockSums<T>
    {
        private T first;
    }
}
