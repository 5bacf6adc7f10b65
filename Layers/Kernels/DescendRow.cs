using System.Numerics;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace CnnVerified.Layers.Kernels;

/// <summary>For one row w of a matrix: dx ← dx + dy·w, then w ← w − η·(dy·x), in one pass.</summary>
internal static class DescendRow
{
    /// <summary>Takes the step; an empty dx is left out.</summary>
    public static void Step<T>(Span<T> w, T learningRate, T dy, ReadOnlySpan<T> x, Span<T> dx)
        where T : IFloatingPointIeee754<T>
    {
        ref var pw = ref MemoryMarshal.GetReference(w);
        ref var px = ref MemoryMarshal.GetReference(x[..w.Length]);
        ref var pdx = ref MemoryMarshal.GetReference(dx);
        var lanes = Lanes.Of<T>();
        var i = 0;
        if (lanes != 0 && w.Length >= lanes)
        {
            var (rates, dys) = (Vector512.Create(learningRate), Vector512.Create(dy));
            for (; i <= w.Length - lanes; i += lanes)
            {
                var row = Lanes.At(ref pw, i);
                if (!dx.IsEmpty) (Lanes.At(ref pdx, i) + dys * row).StoreUnsafe(ref pdx, (nuint)i);
                (row - rates * (dys * Lanes.At(ref px, i))).StoreUnsafe(ref pw, (nuint)i);
            }
        }
        for (; i < w.Length; i++)
        {
            if (!dx.IsEmpty) dx[i] += dy * w[i];
            w[i] -= learningRate * (dy * x[i]);
        }
    }
}
