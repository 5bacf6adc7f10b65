using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using CnnVerified.Layers.Kernels.Vectors;

namespace CnnVerified.Layers.Kernels.Convolution;

/// <summary>
/// An upstream gradient as vectors: those of each row of outputs, the last one filled up with zeros in front. Where
/// rows are shorter than a vector all of them are one, as wide as those of <see cref="WindowPlanes"/>, with zeros where
/// no output is.
/// </summary>
internal sealed class UpstreamRows<T> where T : IFloatingPointIeee754<T>
{
    private readonly WindowPlanes planes;
    private readonly int count;

    /// <summary>Prepares the positions.</summary>
    public UpstreamRows(WindowPlanes planes)
    {
        this.planes = planes;
        var (height, width) = planes.Outputs;
        (count, Length) = width >= Lanes.Of<T>() ? (height, width) : (1, planes.Length);
        var lanes = Lanes.Of<T>();
        Positions =
            [.. from row in Enumerable.Range(0, count)
                from v in Enumerable.Range(0, (Length + lanes - 1) / lanes)
                select row * planes.Width + Math.Min(v * lanes, Length - lanes)];
    }

    /// <summary>The length of a row.</summary>
    public int Length { get; }

    /// <summary>Where, from a tap's start on, a tap sees what belongs to each vector.</summary>
    public int[] Positions { get; }

    /// <summary>
    /// Lays out the vectors of one filter over some samples, a stride apart, and adds them to the totals.
    /// </summary>
    public void Pack(
        ReadOnlySpan<T> dy, Range samples, int filters, int filter, Span<T> packed, int stride, ref T totals)
    {
        var outputs = planes.Outputs.Height * planes.Outputs.Width;
        using var stretch = new Buffer<T>(count == 1 ? Length : 0);
        stretch.Span.Clear();
        var (first, end) = (samples.Start.Value, samples.End.Value);
        for (var n = first; n < end; n++)
        {
            var image = dy.Slice((n * filters + filter) * outputs, outputs);
            if (count == 1) planes.Spread(image, stretch.Span);
            ref var from = ref MemoryMarshal.GetReference(count == 1 ? stretch.Span : image);
            Pack(ref from, count, Length, ref packed[(n - first) * Positions.Length * stride], stride, ref totals);
        }
    }

    /// <summary>Not inlined, for otherwise the sums would not stay in a register.</summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
    private static void Pack(ref T from, int rows, int length, ref T to, int stride, ref T totals)
    {
        var lanes = Vector512<T>.Count;
        var sums = Lanes.At(ref totals, 0);
        var last = Lanes.Last<T>((length - 1) % lanes + 1);
        for (var row = 0; row < rows; row++)
        {
            for (var l = 0; l < length - lanes; l += lanes)
            {
                var v = Lanes.At(ref from, l);
                v.StoreUnsafe(ref to);
                to = ref Unsafe.Add(ref to, stride)!;
                sums += v;
            }
            from = ref Unsafe.Add(ref from, length)!;
            var end = Lanes.At(ref from, -lanes) & last;
            end.StoreUnsafe(ref to);
            to = ref Unsafe.Add(ref to, stride)!;
            sums += end;
        }
        sums.StoreUnsafe(ref totals);
    }
}
