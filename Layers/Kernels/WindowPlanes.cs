namespace CnnVerified.Layers.Kernels;

/// <summary>
/// One channel of an image as a sliding window sees it: padded, and divided into stride × stride planes, of which plane
/// (a, b) holds the padded inputs (i·s + a, j·s + b). The outputs lie in rows as wide as a plane's, so that output (oh, ow)
/// stands at l = oh·Width + ow, and tap (u, v) sees its input in plane (u mod s, v mod s) at l + (u div s)·Width + v div s:
/// what a tap sees of a whole image is one stretch of numbers, whatever stride and padding are. Where windows overlap, the
/// last entries of an output's row belong to no output.
/// </summary>
internal sealed class WindowPlanes
{
    private readonly SlidingWindow window;
    private readonly Extent outputs, phases;

    /// <summary>The planes of an image of a size; a plane's size is rounded up to a multiple of <paramref name="step"/>.</summary>
    public WindowPlanes(SlidingWindow window, Extent image, int step)
    {
        (this.window, Image, outputs) = (window, image, window.OutputSize(image));
        var ((height, width), (rowStep, columnStep)) = (window.Size, window.Stride);
        phases = (Math.Min(height, rowStep), Math.Min(width, columnStep));
        Width = outputs.Width + (width - 1) / columnStep;
        Height = outputs.Height + (height - 1) / rowStep;
        PlaneSize = (Height * Width + step - 1) / step * step;
        Taps = [.. from u in Enumerable.Range(0, height)
                   from v in Enumerable.Range(0, width)
                   select (u % rowStep * phases.Width + v % columnStep, u / rowStep * Width + v / columnStep)];
        TapStarts = [.. Taps.Select(tap => tap.Plane * PlaneSize + tap.Start)];
    }

    /// <summary>The size of the images.</summary>
    public Extent Image { get; }

    /// <summary>Rows of a plane.</summary>
    public int Height { get; }

    /// <summary>Columns of a plane.</summary>
    public int Width { get; }

    /// <summary>Numbers from one plane to the next.</summary>
    public int PlaneSize { get; }

    /// <summary>How many planes a channel has.</summary>
    public int Count => phases.Height * phases.Width;

    /// <summary>Numbers from one channel to the next.</summary>
    public int ChannelSize => Count * PlaneSize;

    /// <summary>The stretch from the first to the last output of an image.</summary>
    public int Length => (outputs.Height - 1) * Width + outputs.Width;

    /// <summary>Stretches without a gap, into which the outputs can be divided: how many, and how long each is.</summary>
    public (int Count, int Length) Stretches =>
        Width == outputs.Width ? (1, Length) : (outputs.Height, outputs.Width);

    /// <summary>For each tap, row by row: its plane, and where in it the first output's input stands.</summary>
    public (int Plane, int Start)[] Taps { get; }

    /// <summary>Where in a channel the first output's input stands for each tap.</summary>
    public int[] TapStarts { get; }

    /// <summary>Writes the planes of an image, with a number of one's choice as padding.</summary>
    public void Fill<T>(ReadOnlySpan<T> x, T padding, Span<T> planes)
    {
        planes.Fill(padding);
        for (var h = 0; h < Image.Height; h++)
            for (var b = 0; b < phases.Width && RowOf(h, planes, out var rows); b++)
            {
                var (w, j) = FirstSeen(b);
                Interleaving.Take(x.Slice(h * Image.Width, Image.Width)[w..], window.Stride.Width, rows.Slice(b * PlaneSize + j, Width - j));
            }
    }

    /// <summary>Reads an image out of its planes; inputs that no window sees become 0.</summary>
    public void Collect<T>(Span<T> planes, Span<T> x)
    {
        x.Clear();
        for (var h = 0; h < Image.Height; h++)
            for (var b = 0; b < phases.Width && RowOf(h, planes, out var rows); b++)
            {
                var (w, j) = FirstSeen(b);
                Interleaving.Put(rows.Slice(b * PlaneSize + j, Width - j), window.Stride.Width, x.Slice(h * Image.Width, Image.Width)[w..]);
            }
    }

    /// <summary>Lays outputs out in rows as wide as a plane's, with zeros between them.</summary>
    public void Spread<T>(ReadOnlySpan<T> y, Span<T> rows)
    {
        for (var oh = 0; oh < outputs.Height; oh++)
        {
            var row = rows.Slice(oh * Width, oh < outputs.Height - 1 ? Width : outputs.Width);
            y.Slice(oh * outputs.Width, outputs.Width).CopyTo(row);
            row[outputs.Width..].Clear();
        }
    }

    /// <summary>Takes outputs out of rows as wide as a plane's.</summary>
    public void Gather<T>(ReadOnlySpan<T> rows, Span<T> y)
    {
        for (var oh = 0; oh < outputs.Height; oh++)
            rows.Slice(oh * Width, outputs.Width).CopyTo(y[(oh * outputs.Width)..]);
    }

    /// <summary>The planes of row h of the image, from that row on; none if no window sees it.</summary>
    private bool RowOf<T>(int h, Span<T> planes, out Span<T> rows)
    {
        var (i, a) = Math.DivRem(h + window.Padding.Height, window.Stride.Height);
        var isSeen = a < phases.Height && i < Height;
        rows = isSeen ? planes[(a * phases.Width * PlaneSize + i * Width)..] : default;
        return isSeen;
    }

    /// <summary>The first column w of an image that lies in the planes of column phase b, and its column j there.</summary>
    private (int W, int J) FirstSeen(int b)
    {
        var (stride, padding) = (window.Stride.Width, window.Padding.Width);
        var j = Math.Max(0, (padding - b + stride - 1) / stride);
        return (Math.Min(Image.Width, j * stride + b - padding), Math.Min(Width, j));
    }
}
