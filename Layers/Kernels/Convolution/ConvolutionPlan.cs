using CnnVerified.Layers.Kernels.Gemm;
using CnnVerified.Layers.Kernels.Vectors;

namespace CnnVerified.Layers.Kernels.Convolution;

/// <summary>
/// The passes of a convolution over one image, as products of matrices that are never written out: where
/// <see cref="WindowPlanes"/> says, a row of them is read off the image (or off dy) itself.
/// </summary>
/// <remarks>
/// After the indirect convolution of M. Dukhan, "The Indirect Convolution Algorithm", 2019 (arXiv:1907.02129): a table
/// of starts takes the place of a copy for each tap.
/// </remarks>
internal sealed class ConvolutionPlan<T> where T : IFloatingPointIeee754<T>
{
    private const int FewVectors = 4;               // of outputs
    private const int RowsOfCopy = 6;               // whose products take as long as to copy what they read

    private readonly WindowPlanes planes;
    private readonly Shape kernels;
    private readonly int margin, stretch;
    private readonly int[] tapStarts;
    private readonly (int[] Kernels, int[] Upstream)[] phases;
    private readonly KernelGradient<T>? kernelGradient;

    /// <summary>Prepares the tables for kernels (F, C, height, width) on images of a size.</summary>
    public ConvolutionPlan(SlidingWindow window, Extent image, Shape kernels)
    {
        this.kernels = kernels;
        planes = new WindowPlanes(window, image, Channels);
        Room.Require((double)Channels * planes.Count * planes.ImageSize);
        tapStarts =
            [.. from c in Enumerable.Range(0, Channels)
                from start in planes.TapStarts
                select c * planes.ImageSize + start];

        if (planes.Length >= FewVectors * Lanes.Of<T>())
            kernelGradient = new KernelGradient<T>(planes, Filters, tapStarts);

        // A single output sees an input through one tap. It may have any stride: with one of its reach, so do planes.
        InputPlanes = Outputs > 1 ? planes : new WindowPlanes(
            window with { Stride = Larger(window.Stride, window.Reach) }, image, Channels);

        // dx at m is the sum of k·dy at m − start: dy is read from up to `margin` before its own beginning.
        var all = InputPlanes.Taps;
        margin = all.Max(tap => tap.Start);
        stretch = margin + InputPlanes.ImageSize;
        var tapsOf = Enumerable.Range(0, all.Length).ToLookup(tap => all[tap].Plane);
        phases =
            [.. from phase in Enumerable.Range(0, InputPlanes.Count)
                let taps = from f in Enumerable.Range(0, Filters)
                           from tap in tapsOf[phase]
                           select (Kernel: f * Channels * all.Length + tap,
                                   Upstream: f * stretch + margin - all[tap].Start)
                select ((int[])[.. taps.Select(tap => tap.Kernel)], (int[])[.. taps.Select(tap => tap.Upstream)])];
        var batch = new BatchProduct<T>(this);
        KernelGradientOfBatch = kernelGradient is null ? batch : null;
        var row = planes.Width == planes.Outputs.Width ? Outputs : planes.Outputs.Width;
        var alone = row >= Tile.Step<T>() ? Outputs / row * Tile.RoundUp<T>(row) : planes.Length;
        ForwardOfBatch = IsFolded(Filters, planes.Outputs, alone) ? batch : null;
        InputGradientOfBatch = IsFolded(Channels, image, planes.Count * planes.ImageSize) ? batch : null;
    }

    /// <summary>
    /// Whether a batch's columns are copied side by side: if they are few, or if for so many rows this spares more
    /// products, of columns that no image has, than the copy by whole vectors costs.
    /// </summary>
    private bool IsFolded(int rows, Extent columns, int columnsAlone)
    {
        var (count, copied) = (columns.Height * columns.Width, columns.Height * Tile.RoundUp<T>(columns.Width));
        return kernelGradient is null
            || count <= BatchProduct<T>.MostColumns && rows * (long)(columnsAlone - count) > RowsOfCopy * (long)copied;
    }

    private static Extent Larger(Extent a, Extent b) => (Math.Max(a.Height, b.Height), Math.Max(a.Width, b.Width));

    /// <summary>The size of the images.</summary>
    public Extent Image => planes.Image;

    /// <summary>About how many multiplications an image takes.</summary>
    public long Cost => (long)kernels.Count * Outputs;

    public int Filters => kernels[0];
    public int Channels => kernels[1];
    public int Outputs => planes.Outputs.Height * planes.Outputs.Width;
    public WindowPlanes Planes => planes;

    /// <summary>The planes of dx.</summary>
    public WindowPlanes InputPlanes { get; }
    public int[] TapStarts => tapStarts;
    public int UpstreamSize => Filters * stretch;
    public (int[] Kernels, int[] Upstream)[] Phases => phases;

    /// <summary>What computes the forward pass of several images at once; null if each is computed alone.</summary>
    public BatchProduct<T>? ForwardOfBatch { get; }

    /// <summary>What computes dx of several images at once; null if each is computed alone.</summary>
    public BatchProduct<T>? InputGradientOfBatch { get; }

    /// <summary>What computes dk of several images at once; null if <see cref="KernelGradient"/> does.</summary>
    public BatchProduct<T>? KernelGradientOfBatch { get; }
    public int PackedBiases => Filters * Tile.Columns<T>();

    /// <summary>Numbers that packed kernels and biases take, for the forward pass and for dx.</summary>
    public (long Forward, long Backward) PackedSize =>
        (PackedBiases + (long)Packing.RoundUp<T>(Filters) * tapStarts.Length,
         (long)Packing.RoundUp<T>(Channels) * Filters * planes.Taps.Length);

    /// <summary>
    /// Packs kernels and biases for <see cref="Forward"/>: a kernel's bias fills a row as wide as a tile.
    /// </summary>
    public void PackForward(ReadOnlySpan<T> k, ReadOnlySpan<T> bias, Span<T> packed)
    {
        var filters = k.Length / tapStarts.Length;
        for (var f = 0; f < filters && bias.Length == filters; f++)
            packed.Slice(f * Tile.Columns<T>(), Tile.Columns<T>()).Fill(bias[f]);
        Packing.Rows(k, tapStarts.Length, 1, filters, tapStarts.Length, packed[PackedBiases..]);
    }

    /// <summary>Packs the kernels for <see cref="InputGradient"/>.</summary>
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
        var filters = y.Length / Outputs;
        // Where a plane is as wide as the outputs, all rows are one.
        var (height, width) = planes.Width == planes.Outputs.Width ? (1, Outputs) : planes.Outputs;
        var isPerKernel = bias.Length == filters;
        var k = packed[PackedBiases..];
        using var room = new Buffer<T>(PlanesRoom);
        var image = PlanesOf(x, room.Span);
        if (width >= Tile.Step<T>())
        {
            var from = isPerKernel
                ? new FromRows<T>(packed, 0, Tile.Columns<T>()) : new FromRows<T>(bias, 1, Outputs);
            TableProduct.Into(
                k, filters, image, tapStarts, width, from, y, Outputs, T.Zero, height,
                (planes.Width, isPerKernel ? 0 : width, width));
            return;
        }
        // Rows shorter than a vector: the whole image is one stretch, from which the outputs are taken.
        using var stretches = new Buffer<T>((long)filters * planes.Length);
        for (var f = 0; f < filters && !isPerKernel; f++)
            planes.Spread(bias.Slice(f * Outputs, Outputs), stretches.Span.Slice(f * planes.Length, planes.Length));
        TableProduct.Into(k, filters, image, tapStarts, planes.Length,
            isPerKernel ? new FromRows<T>(packed, 0, Tile.Columns<T>())
                : new FromRows<T>(stretches.Span, 1, planes.Length),
            stretches.Span, planes.Length, T.Zero);
        for (var f = 0; f < filters; f++)
            planes.Gather(stretches.Span[(f * planes.Length)..], y.Slice(f * Outputs, Outputs));
    }

    /// <summary>Writes dk and, unless it is empty, db: the sums over the samples of x and dy.</summary>
    public void KernelGradient(ReadOnlySpan<T> x, ReadOnlySpan<T> dy, Span<T> dk, Span<T> db)
    {
        var samples = dy.Length / (Filters * Outputs);
        using var room = new Buffer<T>(samples * PlanesRoom);
        kernelGradient!.Of(PlanesOf(x, room.Span, samples), dy, dk, db);
    }

    /// <summary>Writes dx of one image: the kernels as <see cref="PackBackward"/> leaves them.</summary>
    public void InputGradient(ReadOnlySpan<T> dy, ReadOnlySpan<T> packed, Span<T> dx)
    {
        var isLaidOut = UpstreamSize == dy.Length;              // by a kernel 1×1
        using var upstreamRoom = new Buffer<T>(isLaidOut ? 0 : UpstreamSize);
        upstreamRoom.Span.Clear();
        if (!isLaidOut) FillUpstream(dy, upstreamRoom.Span);
        var upstream = isLaidOut ? dy : upstreamRoom.Span;

        using var room = new Buffer<T>(PlanesRoom);
        var image = InputPlanes.IsImage ? dx : room.Span;
        for (var phase = 0; phase < phases.Length; phase++)
        {
            TableProduct.Into(
                packed, Channels, upstream, phases[phase].Upstream, InputPlanes.ImageSize, FromRows<T>.Zeros,
                image[(phase * InputPlanes.PlaneSize)..], InputPlanes.ImageSize, T.Zero);
            packed = packed[(Packing.RoundUp<T>(Channels) * phases[phase].Upstream.Length)..];
        }
        if (!InputPlanes.IsImage) InputPlanes.Collect(image, dx);
    }

    /// <summary>Lays dy of one image out among zeros.</summary>
    public void FillUpstream(ReadOnlySpan<T> dy, Span<T> upstream)
    {
        for (var f = 0; f < Filters; f++)
            InputPlanes.Spread(
                dy.Slice(f * Outputs, Outputs), upstream.Slice(f * stretch + margin, InputPlanes.Length));
    }

    /// <summary>What <see cref="PlanesOf"/> needs for an image.</summary>
    private long PlanesRoom => planes.IsImage ? 0 : planes.Size;

    /// <summary>The planes of some images: these themselves or, if they are not their planes, in the room.</summary>
    private ReadOnlySpan<T> PlanesOf(ReadOnlySpan<T> x, Span<T> room, int samples = 1)
    {
        if (planes.IsImage) return x;
        var size = x.Length / samples;
        for (var n = 0; n < samples; n++)
            planes.Fill(x.Slice(n * size, size), room.Slice(n * planes.Size, planes.Size));
        return room;
    }
}
