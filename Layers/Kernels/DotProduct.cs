using System.Numerics;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace CnnVerified.Layers.Kernels;

/// <summary>Σᵢ aᵢ·bᵢ, always in the same order: two vector accumulators by turns, their lanes' tree sum, then the tail.</summary>
internal static class DotProduct
{
    /// <summary>a·b.</summary>
    public static T Of<T>(ReadOnlySpan<T> a, ReadOnlySpan<T> b) where T : IFloatingPointIeee754<T>
    {
        ref var pa = ref MemoryMarshal.GetReference(a);
        ref var pb = ref MemoryMarshal.GetReference(b[..a.Length]);
        var lanes = Lanes.Of<T>();
        var i = 0;
        var sum = T.Zero;
        if (lanes != 0 && a.Length >= lanes)
        {
            Vector512<T> even = default, odd = default;
            for (; i <= a.Length - 2 * lanes; i += 2 * lanes)
            {
                even += Lanes.At(ref pa, i) * Lanes.At(ref pb, i);
                odd += Lanes.At(ref pa, i + lanes) * Lanes.At(ref pb, i + lanes);
            }
            if (i <= a.Length - lanes)
            {
                even += Lanes.At(ref pa, i) * Lanes.At(ref pb, i);
                i += lanes;
            }
            sum = Lanes.Sum(even + odd);
        }
        for (; i < a.Length; i++) sum += a[i] * b[i];
        return sum;
    }
}
