using System.Numerics;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace CnnVerified.Layers.Kernels;

/// <summary>A dense layer's bias over a batch: rows of y, or of dy, lie one after the other.</summary>
internal static class Bias
{
    /// <summary>y[n, j] += b[j].</summary>
    public static void Add<T>(Span<T> y, ReadOnlySpan<T> b) where T : IFloatingPointIeee754<T>
    {
        for (var start = 0; start < y.Length; start += b.Length)
            AddScaled.To(y.Slice(start, b.Length), T.One, b);
    }

    /// <summary>db[j] += Σₙ dy[n, j], in the order of n.</summary>
    public static void Sum<T>(ReadOnlySpan<T> dy, Span<T> db) where T : IFloatingPointIeee754<T>
    {
        ref var pdy = ref MemoryMarshal.GetReference(dy);
        ref var pdb = ref MemoryMarshal.GetReference(db);
        var (lanes, j) = (Lanes.Of<T>(), 0);
        for (; lanes != 0 && j <= db.Length - lanes; j += lanes)
        {
            var sums = Lanes.At(ref pdb, j);
            for (var start = j; start < dy.Length; start += db.Length) sums += Lanes.At(ref pdy, start);
            sums.StoreUnsafe(ref pdb, (nuint)j);
        }
        for (; j < db.Length; j++)
            for (var start = j; start < dy.Length; start += db.Length) db[j] += dy[start];
    }
}
