using System.Numerics;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace CnnVerified.Layers.Kernels;

/// <summary>
/// Σᵢ aᵢ·bᵢ, always in the same order: two vectors of sums take the products by turns, the last, incomplete vector
/// filled up with zeros in front; then the lanes' tree sum. Fewer numbers than lanes are added one by one.
/// </summary>
internal static class DotProduct
{
    /// <summary>a·b.</summary>
    public static T Of<T>(ReadOnlySpan<T> a, ReadOnlySpan<T> b) where T : IFloatingPointIeee754<T>
    {
        ref var pa = ref MemoryMarshal.GetReference(a);
        ref var pb = ref MemoryMarshal.GetReference(b[..a.Length]);
        var lanes = Lanes.Of<T>();
        if (lanes == 0 || a.Length < lanes) return OneByOne(a, b);

        Vector512<T> even = default, odd = default;
        var i = 0;
        for (; i <= a.Length - 2 * lanes; i += 2 * lanes)
        {
            even = Lanes.MultiplyAdd(Lanes.At(ref pa, i), Lanes.At(ref pb, i), even);
            odd = Lanes.MultiplyAdd(Lanes.At(ref pa, i + lanes), Lanes.At(ref pb, i + lanes), odd);
        }
        if (i <= a.Length - lanes)
        {
            even = Lanes.MultiplyAdd(Lanes.At(ref pa, i), Lanes.At(ref pb, i), even);
            i += lanes;
        }
        if (i < a.Length)
        {
            var (last, start) = (Lanes.Last<T>(a.Length - i), a.Length - lanes);
            odd = Lanes.MultiplyAdd(Lanes.At(ref pa, start) & last, Lanes.At(ref pb, start) & last, odd);
        }
        return Lanes.Sum(even + odd);
    }

    private static T OneByOne<T>(ReadOnlySpan<T> a, ReadOnlySpan<T> b) where T : IFloatingPointIeee754<T>
    {
        var sum = T.Zero;
        for (var i = 0; i < a.Length; i++) sum = T.FusedMultiplyAdd(a[i], b[i], sum);
        return sum;
    }
}
