using System.Numerics;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace CnnVerified.Layers.Kernels;

/// <summary>yᵢ ← yᵢ + k·xᵢ.</summary>
internal static class AddScaled
{
    /// <summary>Adds k·x to y.</summary>
    public static void To<T>(Span<T> y, T k, ReadOnlySpan<T> x) where T : IFloatingPointIeee754<T>
    {
        ref var py = ref MemoryMarshal.GetReference(y);
        ref var px = ref MemoryMarshal.GetReference(x[..y.Length]);
        var lanes = Lanes.Of<T>();
        var i = 0;
        if (lanes != 0 && y.Length >= lanes)
        {
            var ks = Vector512.Create(k);
            for (; i <= y.Length - lanes; i += lanes)
                (Lanes.At(ref py, i) + ks * Lanes.At(ref px, i)).StoreUnsafe(ref py, (nuint)i);
        }
        for (; i < y.Length; i++) y[i] += k * x[i];
    }
}
