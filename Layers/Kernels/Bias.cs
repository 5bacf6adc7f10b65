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
        var lanes = Lanes.Of<T>();
        if (lanes == 0 || db.Length < lanes)
        {
            for (var j = 0; j < db.Length; j++)
                for (var start = j; start < dy.Length; start += db.Length) db[j] += dy[start];
            return;
        }
        ref var pdb = ref MemoryMarshal.GetReference(db);
        var last = db.Length - lanes;                       // may overlap the vector before it
        var end = SumFrom(dy, Lanes.At(ref pdb, last), last, db.Length);
        for (var j = 0; j < last; j += lanes) SumFrom(dy, Lanes.At(ref pdb, j), j, db.Length).StoreUnsafe(ref pdb, (nuint)j);
        end.StoreUnsafe(ref pdb, (nuint)last);
    }

    private static Vector512<T> SumFrom<T>(ReadOnlySpan<T> dy, Vector512<T> sums, int first, int stride)
        where T : IFloatingPointIeee754<T>
    {
        ref var pdy = ref MemoryMarshal.GetReference(dy);
        for (var start = first; start < dy.Length; start += stride) sums += Lanes.At(ref pdy, start);
        return sums;
    }
}
