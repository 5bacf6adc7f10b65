using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using CnnVerified.Layers.Kernels.Vectors;

namespace CnnVerified.Layers.Kernels.Gemm;

/// <summary>
/// For each row wⱼ of a matrix: dx ← dx + dyⱼ·wⱼ, then wⱼ ← wⱼ − η·(dyⱼ·x), in one pass over the matrix: 25 rows at a
/// time, so that dx and x are read and written seldom. Entries of dx are sums in the order of j.
/// </summary>
internal static class DescendRows
{
    private const int Rows = 25;

    /// <summary>Takes the step; an empty dx is left out.</summary>
    public static void Step<T>(Span<T> w, T learningRate, ReadOnlySpan<T> dy, ReadOnlySpan<T> x, Span<T> dx)
        where T : IFloatingPointIeee754<T>
    {
        for (var j = 0; j < dy.Length; j += Rows)
        {
            var few = dy.Slice(j, Math.Min(Rows, dy.Length - j));
            Step(ref w[j * x.Length], learningRate, few, x, dx);
        }
    }

    /// <summary>Not inlined, for otherwise the sum would not stay in a register.</summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
    private static void Step<T>(ref T w, T learningRate, ReadOnlySpan<T> dy, ReadOnlySpan<T> x, Span<T> dx)
        where T : IFloatingPointIeee754<T>
    {
        ref var px = ref MemoryMarshal.GetReference(x);
        ref var pdx = ref MemoryMarshal.GetReference(dx);
        var (i, withDx, rate) = (0, !dx.IsEmpty, Vector512.Create(-learningRate));
        for (; i <= x.Length - Vector512<T>.Count; i += Vector512<T>.Count)
        {
            ref var row = ref Unsafe.Add(ref w, i);
            var seen = Lanes.At(ref px, i);
            var sum = withDx ? Lanes.At(ref pdx, i) : default;
            for (var j = 0; j < dy.Length; j++)
            {
                var before = Vector512.LoadUnsafe(ref row);
                var upstream = Vector512.Create(dy[j]);
                sum = Lanes.MultiplyAdd(upstream, before, sum);
                Lanes.MultiplyAdd(rate, upstream * seen, before).StoreUnsafe(ref row);
                row = ref Unsafe.Add(ref row, x.Length)!;
            }
            if (withDx) sum.StoreUnsafe(ref pdx, (nuint)i);
        }
        for (; i < x.Length; i++)
            for (var j = 0; j < dy.Length; j++)
            {
                ref var weight = ref Unsafe.Add(ref w, j * x.Length + i);
                if (withDx) dx[i] = T.FusedMultiplyAdd(dy[j], weight, dx[i]);
                weight = T.FusedMultiplyAdd(-learningRate, dy[j] * x[i], weight);
            }
    }
}
