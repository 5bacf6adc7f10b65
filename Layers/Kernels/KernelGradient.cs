using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace CnnVerified.Layers.Kernels;

/// <summary>
/// The gradients of a convolution's kernels and biases over a few samples: <c>dk[f, tap] = Σ dy[f, l]·x[tap + l]</c> and
/// <c>db[f] = Σ dy[f, l]</c>. A row of outputs is taken vector by vector, the last one filled up with zeros in front; where
/// rows are shorter than a vector, all rows are one, with zeros where no output is. Each lane adds up its products in order,
/// then the lanes' tree sum is taken: no sum depends on the kernels or samples beside it.
/// </summary>
internal sealed class KernelGradient<T> where T : IFloatingPointIeee754<T>
{
    /// <summary>Samples whose sums are taken together.</summary>
    public const int Samples = 8;

    private const int Taps = 3;

    private readonly WindowPlanes planes;
    private readonly (int Count, int Length) rows;
    private readonly int filters, imageSize;
    private readonly int[] tapStarts, positions;

    /// <summary>Prepares the positions for so many filters and for taps that start in an image of planes where said.</summary>
    public KernelGradient(WindowPlanes planes, int filters, int imageSize, int[] tapStarts)
    {
        (this.planes, this.filters, this.imageSize, this.tapStarts) = (planes, filters, imageSize, tapStarts);
        var lanes = Math.Max(1, Lanes.Of<T>());
        rows = planes.Outputs.Width >= lanes ? (planes.Outputs.Height, planes.Outputs.Width) : (1, planes.Length);
        lanes = Math.Min(lanes, rows.Length);
        positions =
            [.. from n in Enumerable.Range(0, Samples)
                from row in Enumerable.Range(0, rows.Count)
                from v in Enumerable.Range(0, (rows.Length + lanes - 1) / lanes)
                select n * imageSize + row * planes.Width + Math.Min(v * lanes, rows.Length - lanes)];
    }

    private int Steps => positions.Length / Samples;

    /// <summary>Writes dk, and db unless it is empty, of as many samples as there are images of planes.</summary>
    public void Of(ReadOnlySpan<T> images, ReadOnlySpan<T> dy, Span<T> dk, Span<T> db)
    {
        var samples = images.Length / imageSize;
        if (Lanes.Of<T>() is var lanes && (lanes == 0 || rows.Length < lanes))
        {
            OneByOne(images, dy, samples, dk, db);
            return;
        }
        var height = OuterTile.Rows<T>();
        var steps = positions.AsSpan(0, samples * Steps);
        using var packed = new Buffer<T>(steps.Length * height * lanes);
        using var sums = new Buffer<T>(2 * Math.Max(lanes, Taps * height) * lanes);
        for (var f = 0; f < filters; f += height)
        {
            var m = Math.Min(height, filters - f);
            for (var i = 0; i < m; i++) Pack(dy, samples, f + i, packed.Span[(i * lanes)..], m * lanes, db);
            for (var t = 0; t < tapStarts.Length; t += Taps)
            {
                var last = tapStarts.Length - 1;
                var taps = (tapStarts[t], tapStarts[Math.Min(t + 1, last)], tapStarts[Math.Min(t + 2, last)]);
                Multiply(packed.Span, m, images, taps, steps, sums.Span);
                var block = dk[(f * tapStarts.Length + t)..];
                var columns = Math.Min(Taps, tapStarts.Length - t);
                for (var i = 0; i < m; i++)
                    for (var j = 0; j < columns; j++) block[i * tapStarts.Length + j] = sums.Span[i * Taps + j];
            }
        }
    }

    /// <summary>Lays out a filter's upstream gradient, a vector for each step, and adds it up.</summary>
    private void Pack(ReadOnlySpan<T> dy, int samples, int f, Span<T> packed, int stride, Span<T> db)
    {
        var outputs = planes.Outputs.Height * planes.Outputs.Width;
        using var stretch = new Buffer<T>(rows.Count == 1 ? planes.Length : 0);
        stretch.Span.Clear();
        var sums = Vector512<T>.Zero;
        for (var n = 0; n < samples; n++)
        {
            var image = dy.Slice((n * filters + f) * outputs, outputs);
            if (rows.Count == 1) planes.Spread(image, stretch.Span);
            sums = Pack(
                ref MemoryMarshal.GetReference(rows.Count == 1 ? stretch.Span : image), rows.Count, rows.Length,
                ref packed[n * Steps * stride], stride, sums);
        }
        if (!db.IsEmpty) db[f] = Lanes.Sum(sums);
    }

    /// <summary>Not inlined, for otherwise the sums would not stay in a register.</summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
    private static Vector512<T> Pack(ref T from, int rows, int length, ref T to, int stride, Vector512<T> sums)
    {
        var lanes = Vector512<T>.Count;
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
        return sums;
    }

    private static void Multiply(
        ReadOnlySpan<T> packed, int rows, ReadOnlySpan<T> images, (int, int, int) taps, ReadOnlySpan<int> steps, Span<T> sums)
    {
        if (rows == 1) Multiply<One>(packed, images, taps, steps, sums);
        else if (rows == 2) Multiply<Two>(packed, images, taps, steps, sums);
        else if (rows == 3) Multiply<Three>(packed, images, taps, steps, sums);
        else if (rows == 4) Multiply<Four>(packed, images, taps, steps, sums);
        else if (rows == 5) Multiply<Five>(packed, images, taps, steps, sums);
        else if (rows == 6) Multiply<Six>(packed, images, taps, steps, sums);
        else if (rows == 7) Multiply<Seven>(packed, images, taps, steps, sums);
        else Multiply<Eight>(packed, images, taps, steps, sums);
    }

    private static void Multiply<M>(
        ReadOnlySpan<T> packed, ReadOnlySpan<T> images, (int, int, int) taps, ReadOnlySpan<int> steps, Span<T> sums)
        where M : ICount
    {
        ref var a = ref MemoryMarshal.GetReference(packed);
        ref var x = ref MemoryMarshal.GetReference(images);
        var lanes = Vector512<T>.Count;
        if (Vector512.IsHardwareAccelerated || !Vector256.IsHardwareAccelerated)
            TapTile512.Multiply<T, M>(ref a, ref x, taps, steps, ref sums[0]);
        else
            for (var half = 0; half < lanes; half += lanes / 2)
                TapTile256.Multiply<T, M>(
                    ref Unsafe.Add(ref a, half), ref x, (taps.Item1 + half, taps.Item2 + half, taps.Item3 + half), steps, ref sums[half]);
        // The results take the place of vectors that are summed already.
        for (var i = 0; i < M.Count * Taps; i += lanes) LaneSums.Of(ref sums[i * lanes], ref sums[i]);
    }

    private void OneByOne(ReadOnlySpan<T> images, ReadOnlySpan<T> dy, int samples, Span<T> dk, Span<T> db)
    {
        var (height, width) = planes.Outputs;
        dk.Clear();
        db.Clear();
        for (var n = 0; n < samples; n++)
            for (var f = 0; f < filters; f++)
                for (var oh = 0; oh < height; oh++)
                    for (var ow = 0; ow < width; ow++)
                    {
                        var upstream = dy[((n * filters + f) * height + oh) * width + ow];
                        if (!db.IsEmpty) db[f] += upstream;
                        for (var t = 0; t < tapStarts.Length; t++)
                        {
                            ref var entry = ref dk[f * tapStarts.Length + t];
                            entry = T.FusedMultiplyAdd(upstream, images[n * imageSize + tapStarts[t] + oh * planes.Width + ow], entry);
                        }
                    }
    }
}
