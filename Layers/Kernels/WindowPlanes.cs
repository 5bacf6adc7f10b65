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
    private readonly int[] rowStarts, phaseStarts;      // where an image's row, and its first columns, stand; −1 if nowhere

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
        rowStarts =
            [.. from h in Enumerable.Range(0, image.Height)
                let at = Find(h, window.Padding.Height, rowStep)
                select at.Phase < phases.Height && at.Place < Height ? at.Phase * phases.Width * PlaneSize + at.Place * Width : -1];
        phaseStarts =
            [.. from w in Enumerable.Range(0, Math.Min(columnStep, image.Width))
                let at = Find(w, window.Padding.Width, columnStep)
                select at.Phase < phases.Width && at.Place < Width ? at.Phase * PlaneSize + at.Place : -1];
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
        if (window.Stride == 1)
        {
            var start = window.Padding.Height * Width + window.Padding.Width;
            RowCopy.Copy(x, Image.Width, planes[start..], Width, Image.Height, Image.Width);
            return;
        }
        for (var h = 0; h < Image.Height; h++)
        {
            if (rowStarts[h] < 0) continue;
            var row = x.Slice(h * Image.Width, Image.Width);
            var rows = planes[rowStarts[h]..];
            if (IsSplit) Interleaving.Split(row, Phase(rows, 0), Phase(rows, 1));
            else
                for (var w = 0; w < phaseStarts.Length; w++) Interleaving.Take(row[w..], window.Stride.Width, Phase(rows, w));
        }
    }

    /// <summary>Reads an image out of its planes; inputs that no window sees become 0.</summary>
    public void Collect<T>(Span<T> planes, Span<T> x)
    {
        if (window.Stride == 1)
        {
            var start = window.Padding.Height * Width + window.Padding.Width;
            RowCopy.Copy(planes[start..], Width, x, Image.Width, Image.Height, Image.Width);
            return;
        }
        x.Clear();
        for (var h = 0; h < Image.Height; h++)
        {
            if (rowStarts[h] < 0) continue;
            var row = x.Slice(h * Image.Width, Image.Width);
            var rows = planes[rowStarts[h]..];
            if (IsSplit) Interleaving.Merge(Phase(rows, 0), Phase(rows, 1), row);
            else
                for (var w = 0; w < phaseStarts.Length; w++) Interleaving.Put(Phase(rows, w), window.Stride.Width, row[w..]);
        }
    }

    /// <summary>Lays outputs out in rows as wide as a plane's; what is between them stays as it is.</summary>
    public void Spread<T>(ReadOnlySpan<T> y, Span<T> rows) =>
        RowCopy.Copy(y, outputs.Width, rows, Width, outputs.Height, outputs.Width);

    /// <summary>Takes outputs out of rows as wide as a plane's.</summary>
    public void Gather<T>(ReadOnlySpan<T> rows, Span<T> y) =>
        RowCopy.Copy(rows, Width, y, outputs.Width, outputs.Height, outputs.Width);

    private bool IsSplit => window.Stride.Width == 2 && phaseStarts.Length == 2;

    /// <summary>What column w of an image's row, and every stride-th from there, is in planes that begin with that row.</summary>
    private Span<T> Phase<T>(Span<T> rows, int w) =>
        phaseStarts[w] < 0 ? default : rows.Slice(phaseStarts[w], Width - phaseStarts[w] % PlaneSize);

    /// <summary>For each of an image's first positions along an axis: the phase it belongs to and its place there.</summary>
    private static (int Phase, int Place) Find(int position, int padding, int stride) =>
        ((position + padding) % stride, (position + padding) / stride);
}
