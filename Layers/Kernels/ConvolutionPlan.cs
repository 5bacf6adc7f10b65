using System.Numerics;
using System.Runtime.InteropServices;

namespace CnnVerified.Layers.Kernels;

/// <summary>
/// The passes of a convolution over one image, as products of matrices that are never written out: where
/// <see cref="WindowPlanes"/> says, a row of them is read off the image (or off dy) itself.
/// </summary>
/// <remarks>
/// After the indirect convolution of M. Dukhan, "The Indirect Convolution Algorithm", 2019 (arXiv:1907.02129): a table of
/// starts takes the place of a copy for each tap. NaN or infinity in an image may reach more taps than those that see it.
/// </remarks>
internal sealed class ConvolutionPlan<T> where T : IFloatingPointIeee754<T>
{
    private readonly WindowPlanes planes;
    private readonly Shape kernels;
    private readonly int outputs, margin, stretch;
    private readonly int[] tapStarts;
    private readonly (int[] Kernels, int[] Upstream)[] phases;

    /// <summary>Prepares the tables for kernels (F, C, height, width) on images of a size.</summary>
    public ConvolutionPlan(SlidingWindow window, Extent image, Shape kernels)
    {
        this.kernels = kernels;
        planes = new WindowPlanes(window, image, OuterTile.Step<T>());
        var (height, width) = window.OutputSize(image);
        outputs = height * width;
        tapStarts =
            [.. from c in Enumerable.Range(0, Channels)
                from start in planes.TapStarts
                select c * planes.ChannelSize + start];

        // dx at m is the sum of k·dy at m − start: dy is read from up to `margin` before its own beginning.
        margin = planes.Taps.Max(tap => tap.Start);
        stretch = margin + planes.PlaneSize;
        phases =
            [.. from phase in Enumerable.Range(0, planes.Count)
                let taps = from f in Enumerable.Range(0, Filters)
                           from tap in Enumerable.Range(0, planes.Taps.Length)
                           where planes.Taps[tap].Plane == phase
                           select (Kernel: f * Channels * planes.Taps.Length + tap,
                                   Upstream: f * stretch + margin - planes.Taps[tap].Start)
                select ((int[])[.. taps.Select(tap => tap.Kernel)], (int[])[.. taps.Select(tap => tap.Upstream)])];
    }

    /// <summary>The size of the images.</summary>
    public Extent Image => planes.Image;

    private int Filters => kernels[0];
    private int Channels => kernels[1];

    /// <summary>Numbers that packed kernels take, for the forward pass and for dx.</summary>
    public (int Forward, int Backward) PackedSize =>
        (Packing.RoundUp<T>(Filters) * tapStarts.Length, Packing.RoundUp<T>(Channels) * Filters * planes.Taps.Length);

    /// <summary>Packs the kernels for <see cref="Forward"/>.</summary>
    public void PackForward(ReadOnlySpan<T> k, Span<T> packed) =>
        Packing.Rows(k, tapStarts.Length, 1, k.Length / tapStarts.Length, tapStarts.Length, packed);

    /// <summary>Packs the kernels for <see cref="Backward"/>.</summary>
    public void PackBackward(ReadOnlySpan<T> k, Span<T> packed)
    {
        foreach (var (taps, _) in phases)
        {
            Packing.Rows(k, planes.Taps.Length, taps, Channels, packed);
            packed = packed[(Packing.RoundUp<T>(Channels) * taps.Length)..];
        }
    }

    /// <summary>y[f] = bias + Σ over channels and taps of k·x, for as many filters as y has.</summary>
    public void Forward(ReadOnlySpan<T> x, ReadOnlySpan<T> packed, ReadOnlySpan<T> bias, Span<T> y)
    {
        var filters = y.Length / outputs;
        using var image = new Buffer<T>(Channels * planes.ChannelSize + OuterTile.Step<T>());
        FillPlanes(x, image.Span);
        var rowStride = planes.PlaneSize;
        using var rows = new Buffer<T>(Packing.RoundUp<T>(filters) * rowStride);
        for (var f = 0; f < filters; f++)
        {
            var row = rows.Span.Slice(f * rowStride, planes.Length);
            if (bias.Length == filters) row.Fill(bias[f]);
            else planes.Spread(bias.Slice(f * outputs, outputs), row);
        }
        Multiply(packed, filters, image.Span, tapStarts, planes.Length, rows.Span, rowStride, add: true);
        for (var f = 0; f < filters; f++) planes.Gather(rows.Span[(f * rowStride)..], y.Slice(f * outputs, outputs));
    }

    /// <summary>dk and, where it is asked for, dx, of one image; both are overwritten.</summary>
    public void Backward(ReadOnlySpan<T> x, ReadOnlySpan<T> dy, Span<T> dk, ReadOnlySpan<T> packed, Span<T> dx)
    {
        using var upstream = new Buffer<T>(Filters * stretch + OuterTile.Step<T>());
        upstream.Span.Clear();
        for (var f = 0; f < Filters; f++)
            planes.Spread(dy.Slice(f * outputs, outputs), upstream.Span.Slice(f * stretch + margin, planes.Length));

        using var image = new Buffer<T>(Packing.RoundUp<T>(Channels) * planes.ChannelSize + OuterTile.Step<T>());
        FillPlanes(x, image.Span);
        InnerProducts.Of<T>(
            upstream.Span[margin..], stretch, Filters, image.Span, tapStarts, planes.Length, dk, tapStarts.Length);
        if (dx.IsEmpty) return;

        // x is not needed any more: dx is computed in its planes.
        for (var phase = 0; phase < phases.Length; phase++)
        {
            Multiply(packed, Channels, upstream.Span, phases[phase].Upstream, planes.Height * planes.Width,
                image.Span[(phase * planes.PlaneSize)..], planes.ChannelSize, add: false);
            packed = packed[(Packing.RoundUp<T>(Channels) * phases[phase].Upstream.Length)..];
        }
        var size = dx.Length / Channels;
        for (var c = 0; c < Channels; c++)
            planes.Collect(image.Span.Slice(c * planes.ChannelSize, planes.ChannelSize), dx.Slice(c * size, size));
    }

    private void FillPlanes(ReadOnlySpan<T> x, Span<T> image)
    {
        var size = x.Length / Channels;
        for (var c = 0; c < Channels; c++)
            planes.Fill(x.Slice(c * size, size), T.Zero, image.Slice(c * planes.ChannelSize, planes.ChannelSize));
        image[(Channels * planes.ChannelSize)..].Clear();
    }

    /// <summary>C = A·B or C += A·B, A packed, row k of B at b[starts[k]].</summary>
    private static void Multiply(
        ReadOnlySpan<T> a, int rows, ReadOnlySpan<T> b, ReadOnlySpan<int> starts, int columns, Span<T> c, int cStride, bool add)
    {
        ref var table = ref MemoryMarshal.GetReference(starts);
        for (var j = 0; j < columns; j += OuterTile.Columns<T>())
            for (var i = 0; i < rows; i += OuterTile.Rows<T>())
                OuterTile.Multiply(
                    ref MemoryMarshal.GetReference(a[(i * starts.Length)..]), ref MemoryMarshal.GetReference(b[j..]), ref table,
                    starts.Length, Math.Min(OuterTile.Columns<T>(), columns - j),
                    ref MemoryMarshal.GetReference(c[(i * cStride + j)..]), cStride, add);
    }
}
