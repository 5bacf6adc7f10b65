using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace CnnVerified.Layers.Kernels.Vectors;

/// <summary>yᵢ ← yᵢ + k·xᵢ, rounded once.</summary>
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
                Lanes.MultiplyAdd(ks, Lanes.At(ref px, i), Lanes.At(ref py, i)).StoreUnsafe(ref py, (nuint)i);
        }
        for (; i < y.Length; i++) y[i] = T.FusedMultiplyAdd(k, x[i], y[i]);
    }
}
