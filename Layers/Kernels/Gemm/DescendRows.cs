using System.Numerics;
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
            var dyOfRows = dy.Slice(j, Math.Min(Rows, dy.Length - j));
            var rows = w.Slice(j * x.Length, dyOfRows.Length * x.Length);
            ByVectors(
                ref MemoryMarshal.GetReference(rows), learningRate, dyOfRows, x.Length,
                ref MemoryMarshal.GetReference(x), ref MemoryMarshal.GetReference(dx), !dx.IsEmpty);
        }
    }

    private static void ByVectors<T>(
        ref T w, T learningRate, ReadOnlySpan<T> dy, int length, ref T x, ref T dx, bool withDx)
        where T : IFloatingPointIeee754<T>
    {
        var (lanes, start) = (Vector512<T>.Count, CacheLine.Until(ref w));
        var end = Columns(ref w, learningRate, dy, length, start, ref x, ref dx, withDx);
        if (start > 0) Edge(ref w, learningRate, dy, length, 0, ~Lanes.Last<T>(lanes - start), ref x, ref dx, withDx);
        if (end < length)
            Edge(
                ref w, learningRate, dy, length, length - lanes, Lanes.Last<T>(length - end), ref x, ref dx, withDx);
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static int Columns<T>(
        ref T w, T learningRate, ReadOnlySpan<T> dy, int stride, int start, ref T x, ref T dx, bool withDx)
        where T : IFloatingPointIeee754<T>
    {
        var rate = Vector512.Create(-learningRate);
        var i = start;
        for (; i <= stride - Vector512<T>.Count; i += Vector512<T>.Count)
        {
            ref var row = ref Unsafe.Add(ref w, i);
            var seen = Lanes.At(ref x, i);
            var sum = withDx ? Lanes.At(ref dx, i) : default;
            for (var j = 0; j < dy.Length; j++)
            {
                var before = Vector512.LoadUnsafe(ref row);
                var upstream = Vector512.Create(dy[j]);
                sum = Lanes.MultiplyAdd(upstream, before, sum);
                Lanes.MultiplyAdd(rate, upstream * seen, before).StoreUnsafe(ref row);
                row = ref Unsafe.Add(ref row, stride)!;
            }
            if (withDx) sum.StoreUnsafe(ref dx, (nuint)i);
        }
        return i;
    }

    /// <summary>A vector of which only some columns take the step.</summary>
    private static void Edge<T>(
        ref T w, T learningRate, ReadOnlySpan<T> dy, int stride, int i, Vector512<T> chosen, ref T x, ref T dx,
        bool withDx)
        where T : IFloatingPointIeee754<T>
    {
        var rate = Vector512.Create(-learningRate);
        var seen = Lanes.At(ref x, i);
        for (var j = 0; j < dy.Length; j++)
        {
            ref var row = ref Unsafe.Add(ref w, j * stride + i);
            var before = Vector512.LoadUnsafe(ref row);
            var upstream = Vector512.Create(dy[j]);
            if (withDx)
            {
                var sum = Lanes.At(ref dx, i);
                Vector512.ConditionalSelect(chosen, Lanes.MultiplyAdd(upstream, before, sum), sum)
                    .StoreUnsafe(ref dx, (nuint)i);
            }
            Vector512.ConditionalSelect(chosen, Lanes.MultiplyAdd(rate, upstream * seen, before), before)
                .StoreUnsafe(ref row);
        }
    }
}
