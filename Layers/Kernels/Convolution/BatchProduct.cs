using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using CnnVerified.Layers.Kernels.Gemm;
using CnnVerified.Layers.Kernels.Vectors;

namespace CnnVerified.Layers.Kernels.Convolution;

/// <summary>
/// The passes over small images, of many samples at once (im2col): a matrix G has a row for each tap and a column for
/// each output of each sample. It is laid out a few rows at a time. Then y = k·G, dk = dy·Gᵀ and, with what each input
/// sees of dy instead, dx = kᵀ·G. Sums run in the order of the taps, as those of one image do.
/// </summary>
internal sealed class BatchProduct<T>(ConvolutionPlan<T> plan) where T : IFloatingPointIeee754<T>
{
    /// <summary>Of G, unless a single image has more.</summary>
    public const int MostColumns = 512;

    private const int Depth = 128;                      // rows of G at a time
    private const int MostNumbers = 1 << 22;

    private readonly WindowPlanes planes = plan.Planes, inputPlanes = plan.InputPlanes;
    private readonly int area = plan.Outputs, imageSize = plan.Planes.Size;

    private int Together =>
        (int)Math.Clamp(Math.Min(MostColumns / area, MostNumbers / (long)imageSize), 1, MostColumns);

    /// <summary>Writes some filters of some samples: their kernels packed, and their biases.</summary>
    public void Forward(
        Tensor<T> x, Range samples, ReadOnlySpan<T> packed, ReadOnlySpan<T> bias, Range filters, Tensor<T> y)
    {
        var count = filters.End.Value - filters.Start.Value;
        foreach (var some in Chunks(samples))
        {
            var columns = new Columns(Length(some), planes.Outputs, planes.Width, imageSize, 0);
            using var images = Images(x, some);
            using var c = new Buffer<T>((long)count * columns.Stride);
            for (var f = 0; f < count && bias.Length == count; f++)
                c.Span.Slice(f * columns.Stride, columns.Count).Fill(bias[f]);
            for (var n = 0; n < columns.Samples && bias.Length > count; n++)
                RectangleCopy.Copy(bias, new(0, area), c.Span, columns.Of(n), count, area);
            Add(c.Span, count, packed, images.Span, plan.TapStarts, columns);
            for (var n = 0; n < columns.Samples; n++)
                RectangleCopy.Copy(
                    c.Span, columns.Of(n), y.Sample(some.Start.Value + n, filters), new(0, area), count, area);
        }
    }

    /// <summary>Writes dx of some samples: the kernels packed for each phase.</summary>
    public void InputGradient(Tensor<T> dy, Range samples, ReadOnlySpan<T> packed, Tensor<T> dx)
    {
        foreach (var some in Chunks(samples))
        {
            using var upstream = new Buffer<T>((long)Length(some) * plan.UpstreamSize + Vector512<T>.Count);
            upstream.Span.Clear();
            for (var n = 0; n < Length(some); n++)
                plan.FillUpstream(
                    dy.Sample(some.Start.Value + n), upstream.Span.Slice(n * plan.UpstreamSize, plan.UpstreamSize));
            inputPlanes.ClearUnseen(dx.Part(some));
            var rest = packed;
            for (var phase = 0; phase < inputPlanes.Count; phase++)
            {
                var (seen, place, inputs) = inputPlanes.Inputs(phase);
                var starts = plan.Phases[phase].Upstream;
                var columns = new Columns(Length(some), seen, inputPlanes.Width, plan.UpstreamSize, place);
                using var c = new Buffer<T>((long)plan.Channels * columns.Stride);
                c.Span.Clear();
                Add(c.Span, plan.Channels, rest, upstream.Span, starts, columns);
                for (var n = 0; n < columns.Samples; n++)
                {
                    var sample = dx.Sample(some.Start.Value + n);
                    RectangleCopy.Copy(
                        c.Span, new(columns.Of(n).Start, seen.Width), columns.Stride, sample, inputs,
                        sample.Length / plan.Channels, plan.Channels, seen.Height, seen.Width);
                }
                rest = rest[(Packing.RoundUp<T>(plan.Channels) * starts.Length)..];
            }
        }
    }

    /// <summary>Adds to dk and, unless it is empty, to db.</summary>
    public void KernelGradient(Tensor<T> x, Tensor<T> dy, Span<T> dk, Span<T> db)
    {
        foreach (var some in Chunks(0..x.Shape[0]))
        {
            var columns = new Columns(Length(some), planes.Outputs, planes.Width, imageSize, 0);
            using var images = Images(x, some);
            using var upstream = new Buffer<T>((long)plan.Filters * columns.Stride);
            using var g = new Buffer<T>(Depth * columns.Stride);
            using var sums = new Buffer<T>(plan.Filters * Depth);
            upstream.Span.Clear();
            for (var n = 0; n < columns.Samples; n++)
                RectangleCopy.Copy(
                    dy.Sample(some.Start.Value + n), new(0, area), upstream.Span, columns.Of(n), plan.Filters, area);
            for (var f = 0; f < db.Length; f++)
                db[f] += Sum.Of<T>(upstream.Span.Slice(f * columns.Stride, columns.Count));
            for (var k = 0; k < plan.TapStarts.Length; k += Depth)
            {
                var depth = Math.Min(Depth, plan.TapStarts.Length - k);
                columns.Gather(images.Span, plan.TapStarts.AsSpan(k, depth), g.Span);
                InnerProducts.Into(
                    sums.Matrix(plan.Filters, depth, depth),
                    upstream.Matrix(plan.Filters, columns.Width, columns.Stride),
                    g.Matrix(depth, columns.Width, columns.Stride), ..);
                for (var f = 0; f < plan.Filters; f++)
                    AddScaled.To(
                        dk.Slice(f * plan.TapStarts.Length + k, depth), T.One, sums.Span.Slice(f * depth, depth));
            }
        }
    }

    /// <summary>C += A·G, A packed.</summary>
    private static void Add(
        Span<T> c, int rows, ReadOnlySpan<T> packed, ReadOnlySpan<T> images, int[] starts, Columns columns)
    {
        using var g = new Buffer<T>(Depth * columns.Stride);
        using var offsets = new Buffer<int>(Depth);
        for (var k = 0; k < Depth; k++) offsets.Span[k] = k * columns.Stride;
        for (var k = 0; k < starts.Length; k += Depth)
        {
            var depth = Math.Min(Depth, starts.Length - k);
            columns.Gather(images, starts.AsSpan(k, depth), g.Span);
            TableProduct.Into(
                packed[(k * Tile.Rows<T>())..], rows, g.Span, offsets.Span[..depth], columns.Width,
                new FromRows<T>(c, 1, columns.Stride), c, columns.Stride, T.Zero,
                packedDepth: starts.Length);
        }
    }

    private Buffer<T> Images(Tensor<T> x, Range samples)
    {
        var images = new Buffer<T>((long)Length(samples) * imageSize + Vector512<T>.Count);
        for (var n = 0; n < Length(samples); n++)
            planes.Fill(x.Sample(samples.Start.Value + n), images.Span.Slice(n * imageSize, imageSize));
        return images;
    }

    private static int Length(Range samples) => samples.End.Value - samples.Start.Value;

    private IEnumerable<Range> Chunks(Range samples)
    {
        for (var n = samples.Start.Value; n < samples.End.Value; n += Together)
            yield return n..Math.Min(n + Together, samples.End.Value);
    }

    /// <summary>
    /// The columns of G: those of a rectangle of each sample, whose numbers are a plane's width apart from row to row.
    /// </summary>
    private readonly record struct Columns(int Samples, Extent Rectangle, int PlaneWidth, int SampleSize, int Place)
    {
        public int Area => Rectangle.Height * Rectangle.Width;
        public int Count => Samples * Area;

        /// <summary>At least a vector: columns beyond are 0.</summary>
        public int Width => Math.Max(Count, Vector512<T>.Count);

        /// <summary>From row to row, with room behind and not at a multiple that caches dislike.</summary>
        public int Stride => Width + Vector512<T>.Count;

        /// <summary>Those of a sample, in each row of a matrix with as many.</summary>
        public Rectangle Of(int sample) => new(sample * Area, Stride);

        /// <summary>
        /// G[k, ·]: what a tap sees. A run along a row is copied by whole vectors, or as the one number that it is; the
        /// next overwrites what was too much.
        /// </summary>
        public void Gather(ReadOnlySpan<T> images, ReadOnlySpan<int> starts, Span<T> g)
        {
            var (lanes, (height, width)) = (Vector512<T>.Count, Rectangle);
            for (var k = 0; k < starts.Length; k++)
            {
                ref var to = ref g[k * Stride];
                for (var n = 0; n < Samples; n++)
                {
                    ref var from = ref Unsafe.Add(
                        ref MemoryMarshal.GetReference(images), starts[k] + n * SampleSize + Place);
                    for (var row = 0; row < height; row++)
                    {
                        if (width == 1) to = from;
                        else
                            for (var j = 0; j < width; j += lanes)
                                Lanes.At(ref from, j).StoreUnsafe(ref to, (nuint)j);
                        to = ref Unsafe.Add(ref to, width)!;
                        from = ref Unsafe.Add(ref from, PlaneWidth)!;
                    }
                }
                g.Slice(k * Stride + Count, Width - Count).Clear();
            }
        }
    }
}
