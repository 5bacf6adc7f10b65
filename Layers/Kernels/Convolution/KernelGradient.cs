using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using CnnVerified.Layers.Kernels.Gemm;
using CnnVerified.Layers.Kernels.Vectors;

namespace CnnVerified.Layers.Kernels.Convolution;

/// <summary>
/// The gradients of a convolution's kernels and biases over a few samples: <c>dk[f, tap] = Σ dy[f, l]·x[tap + l]</c>
/// and <c>db[f] = Σ dy[f, l]</c>, vector by vector of <see cref="UpstreamRows{T}"/>. Each lane adds up its products in
/// order, then the lanes' tree sum is taken: no sum depends on the kernels or samples beside it.
/// </summary>
internal sealed class KernelGradient<T> where T : IFloatingPointIeee754<T>
{
    /// <summary>Samples whose sums are taken together.</summary>
    public const int Samples = 8;

    private const int Taps = 3;
    private const int FewSteps = 32;            // a sample's: fewer are packed with those of other samples
    private const int MostGroups = 1 << 16;     // of taps, whose sums are kept at a time

    private readonly WindowPlanes planes;
    private readonly UpstreamRows<T> upstream;
    private readonly int filters, imageSize;
    private readonly int[] tapStarts, positions;

    /// <summary>
    /// Prepares the positions for so many filters and for taps that start in the planes where said.
    /// </summary>
    public KernelGradient(WindowPlanes planes, int filters, int[] tapStarts)
    {
        (this.planes, this.filters, this.tapStarts, imageSize) = (planes, filters, tapStarts, planes.Size);
        upstream = new UpstreamRows<T>(planes);
        positions =
            [.. from n in Enumerable.Range(0, Samples)
                from position in upstream.Positions
                select n * imageSize + position];
    }

    private int Steps => upstream.Positions.Length;

    /// <summary>Writes dk, and db unless it is empty, of as many samples as there are images of planes.</summary>
    public void Of(ReadOnlySpan<T> images, ReadOnlySpan<T> dy, Span<T> dk, Span<T> db)
    {
        var (samples, lanes) = (images.Length / imageSize, Lanes.Of<T>());
        var (height, groups) = (Tile.Rows<T>(), (tapStarts.Length + Taps - 1) / Taps);
        var together = Steps < FewSteps ? samples : 1;
        using var packed = new Buffer<T>((long)together * Steps * height * lanes);
        using var sums = new Buffer<T>((Math.Min(groups, MostGroups) * height * Taps + lanes) * lanes);
        using var totals = new Buffer<T>(height * lanes);
        for (var f = 0; f < filters; f += height)
            for (var group = 0; group < groups; group += MostGroups)
            {
                sums.Span.Clear();
                totals.Span.Clear();
                var (rows, end) = (Math.Min(height, filters - f), Math.Min(group + MostGroups, groups));
                for (var n = 0; n < samples; n += together)
                {
                    for (var i = 0; i < rows; i++)
                        upstream.Pack(
                            dy, n..(n + together), filters, f + i, packed.Span[(i * lanes)..], rows * lanes,
                            ref totals.Span[i * lanes]);
                    for (var g = group; g < end; g++)
                        Multiply(
                            packed.Span, rows, images[(n * imageSize)..], Starts(g),
                            positions.AsSpan(0, together * Steps), sums.Span[((g - group) * height * Taps * lanes)..]);
                }
                for (var g = group; g < end; g++)
                    Store(sums.Span[((g - group) * height * Taps * lanes)..], f..(f + rows), g * Taps, images, dy, dk);
                for (var i = 0; i < rows && !db.IsEmpty; i++)
                    db[f + i] = Lanes.Sum(Lanes.At(ref totals.Span[0], i * lanes));
            }
    }

    /// <summary>Where the taps of a group start; the last group repeats its last tap.</summary>
    private (int, int, int) Starts(int group)
    {
        int At(int tap) => tapStarts[Math.Min(tap, tapStarts.Length - 1)];
        return (At(Taps * group), At(Taps * group + 1), At(Taps * group + 2));
    }

    private static void Multiply(
        Span<T> packed, int rows, ReadOnlySpan<T> images, (int First, int Second, int Third) taps, Span<int> steps,
        Span<T> sums)
    {
        ref var x = ref Unsafe.Add(ref MemoryMarshal.GetReference(images), taps.First);
        var lanes = Vector512<T>.Count;
        Tile.MultiplyLanes(
            new TileOperands<T>(
                ref packed[0], ref x, ref steps[0], (taps.Second - taps.First, taps.Third - taps.First),
                ref sums[0], Taps * lanes, ref sums[0], Taps * lanes, (lanes, 2 * lanes)),
            steps.Length, rows, Taps);
    }

    /// <summary>
    /// Adds up the lanes of a group's sums. Vectors hold zeros where no output is, and what is seen there may be
    /// infinite or NaN: a sum that is not finite is taken again over the outputs alone.
    /// </summary>
    private void Store(
        Span<T> sums, Range filters, int tap, ReadOnlySpan<T> images, ReadOnlySpan<T> dy, Span<T> dk)
    {
        var (first, rows) = filters.GetOffsetAndLength(this.filters);
        LaneSums.Of(sums, rows * Taps);
        var taps = Math.Min(Taps, tapStarts.Length - tap);
        dk = dk[(first * tapStarts.Length + tap)..];
        for (var i = 0; i < rows; i++)
            for (var t = 0; t < taps; t++) dk[i * tapStarts.Length + t] = sums[i * Taps + t];
        if (AreFinite(sums, rows * Taps)) return;
        for (var i = 0; i < rows; i++)
            for (var t = 0; t < taps; t++)
                if (!T.IsFinite(sums[i * Taps + t]))
                    dk[i * tapStarts.Length + t] = OverOutputs(images, dy, first + i, tapStarts[tap + t]);
    }

    /// <summary>Whether so many sums are finite, and whatever fills up the last vector of them.</summary>
    private static bool AreFinite(Span<T> sums, int count)
    {
        var differences = Vector512<T>.Zero;
        for (var i = 0; i < count; i += Vector512<T>.Count)
        {
            var v = Lanes.At(ref sums[0], i);
            differences |= v - v;                       // 0, but NaN where v is not finite
        }
        return Vector512.EqualsAll(differences, Vector512<T>.Zero);
    }

    /// <summary>The gradient of one entry of one kernel.</summary>
    private T OverOutputs(ReadOnlySpan<T> images, ReadOnlySpan<T> dy, int filter, int tapStart)
    {
        var (sum, (height, width)) = (T.Zero, planes.Outputs);
        for (var n = 0; n < images.Length / imageSize; n++)
            for (var oh = 0; oh < height && !T.IsNaN(sum); oh++)
                for (var ow = 0; ow < width; ow++)
                    sum = T.FusedMultiplyAdd(
                        dy[((n * filters + filter) * height + oh) * width + ow],
                        images[n * imageSize + tapStart + oh * planes.Width + ow], sum);
        return sum;
    }
}
