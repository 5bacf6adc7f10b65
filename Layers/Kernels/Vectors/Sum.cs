using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace CnnVerified.Layers.Kernels.Vectors;

/// <summary>Σᵢ aᵢ, always in the same order: lane by lane, the lanes' tree sum, then the tail.</summary>
internal static class Sum
{
    /// <summary>The sum of all entries.</summary>
    public static T Of<T>(ReadOnlySpan<T> a) where T : IFloatingPointIeee754<T>
    {
        ref var pa = ref MemoryMarshal.GetReference(a);
        var lanes = Lanes.Of<T>();
        var i = 0;
        var sum = T.Zero;
        if (lanes != 0 && a.Length >= lanes)
        {
            Vector512<T> sums = default;
            for (; i <= a.Length - lanes; i += lanes) sums += Lanes.At(ref pa, i);
            sum = Lanes.Sum(sums);
        }
        for (; i < a.Length; i++) sum += a[i];
        return sum;
    }
}
