using CnnVerified.Layers.Kernels.Vectors;

namespace CnnVerified.Layers.Kernels.Convolution;

/// <summary>
/// One channel of an image as a sliding window sees it: padded, and divided into stride × stride planes, of which plane
/// (a, b) holds the padded inputs (i·s + a, j·s + b). The outputs lie in rows as wide as a plane's, so that output (oh,
/// ow) stands at l = oh·Width + ow. With dilation d, tap (u, v) sees its input in plane (u·d mod s, v·d mod s) at
/// l + (u·d div s)·Width + v·d div s. What a tap sees of a whole image is one stretch of numbers, whatever the
/// geometry. Where windows overlap, the last entries of an output's row belong to no output.
/// </summary>
internal sealed class WindowPlanes
{
    private readonly SlidingWindow window;
    private readonly (int Position, int Place, int Count)[] rows, columns;
    private readonly bool isCovered, isSeen;            // whether the image fills its planes, and they hold all of it

    /// <summary>Whether arrays hold the planes.</summary>
    public static bool Fit(SlidingWindow window, Extent image)
    {
        var ((height, width), (rows, columns)) = (SizeOf(window, window.OutputSize(image)), PhasesOf(window));
        var taps = (double)window.Size.Height * window.Size.Width;
        return Math.Max(taps, 2.0 * height * width * rows * columns) <= Room.MostNumbers;
    }

    /// <summary>The planes of an image of a size, or of several, one below the other.</summary>
    public WindowPlanes(SlidingWindow window, Extent image, int images = 1)
    {
        (this.window, Image, Outputs, Images) = (window, image, window.OutputSize(image), images);
        var ((rowStep, columnStep), (down, across)) = (window.Stride, window.Dilation);
        (Height, Width) = SizeOf(window, Outputs);
        var (phaseRows, phaseColumns) = PhasesOf(window);
        Taps = [.. from u in Enumerable.Range(0, window.Size.Height)
                   from v in Enumerable.Range(0, window.Size.Width)
                   select (u * down % rowStep * phaseColumns + v * across % columnStep,
                       u * down / rowStep * Width + v * across / columnStep)];
        rows = Axis(image.Height, window.Padding.Height, rowStep, phaseRows, Height);
        columns = Axis(image.Width, window.Padding.Width, columnStep, phaseColumns, Width);
        isCovered = rows.All(axis => axis.Count == Height) && columns.All(axis => axis.Count == Width);
        IsImage = isCovered && (Height, Width) == image;
        isSeen = rows.Sum(axis => axis.Count) == image.Height && columns.Sum(axis => axis.Count) == image.Width;
        TapStarts = [.. Taps.Select(tap => tap.Plane * PlaneSize + tap.Start)];
    }

    /// <summary>The size of the images.</summary>
    public Extent Image { get; }

    /// <summary>How many lie one below the other.</summary>
    public int Images { get; }

    /// <summary>How many windows an image has.</summary>
    public Extent Outputs { get; }

    /// <summary>Rows of a plane.</summary>
    public int Height { get; }

    /// <summary>Columns of a plane.</summary>
    public int Width { get; }

    /// <summary>Numbers from one plane to the next.</summary>
    public int PlaneSize => Images * Height * Width;

    /// <summary>How many planes a channel has.</summary>
    public int Count => rows.Length * columns.Length;

    /// <summary>Numbers from one channel to the next.</summary>
    public int ChannelSize => Count * PlaneSize;

    /// <summary>Whether the only plane is the image itself: stride 1 without padding.</summary>
    public bool IsImage { get; }

    /// <summary>The stretch from the first to the last output of an image.</summary>
    public int Length => (Outputs.Height - 1) * Width + Outputs.Width;

    /// <summary>For each tap, row by row: its plane, and where in it the first output's input stands.</summary>
    public (int Plane, int Start)[] Taps { get; }

    /// <summary>Where in a channel the first output's input stands for each tap.</summary>
    public int[] TapStarts { get; }

    /// <summary>Writes the planes of so many images, with zeros as padding.</summary>
    public void Fill<T>(ReadOnlySpan<T> x, Span<T> planes, int images = 1)
    {
        if (!isCovered) planes.Clear();
        Copy(x, planes, images, isFilling: true);
    }

    /// <summary>Reads so many images out of their planes; inputs that no window sees become 0.</summary>
    public void Collect<T>(ReadOnlySpan<T> planes, Span<T> x, int images = 1)
    {
        ClearUnseen(x);
        Copy(planes, x, images, isFilling: false);
    }

    /// <summary>Copies a plane of each image or, if planes are low, a row of each plane, of all images.</summary>
    private void Copy<T>(ReadOnlySpan<T> source, Span<T> target, int images, bool isFilling)
    {
        var (image, plane) = (Image.Height * Image.Width, Height * Width);
        for (var a = 0; a < rows.Length; a++)
            for (var b = 0; b < columns.Length; b++)
            {
                var (x, p, height, width) = (OfImage(a, b), OfPlane(a, b), rows[a].Count, columns[b].Count);
                var (times, xStep, pStep) = (images, image, plane);
                if (height < images)
                {
                    (times, xStep, pStep, height) = (height, x.RowStride, p.RowStride, images);
                    (x, p) = (x with { RowStride = image }, p with { RowStride = plane });
                }
                for (var i = 0; i < times; i++)
                {
                    if (isFilling) RectangleCopy.Copy(source, x, target, p, height, width);
                    else RectangleCopy.Copy(source, p, target, x, height, width);
                    (x, p) = (x with { Start = x.Start + xStep }, p with { Start = p.Start + pStep });
                }
            }
    }

    /// <summary>Makes all of an image, or of several, 0 if there are inputs that no window sees.</summary>
    public void ClearUnseen<T>(Span<T> x)
    {
        if (!isSeen) x.Clear();
    }

    /// <summary>
    /// The inputs of a plane: how many rows and columns, where in it the first stands, and where they are in the image.
    /// </summary>
    public (Extent Size, int Place, Rectangle InImage) Inputs(int plane)
    {
        var (a, b) = (plane / columns.Length, plane % columns.Length);
        return ((rows[a].Count, columns[b].Count), rows[a].Place * Width + columns[b].Place, OfImage(a, b));
    }

    /// <summary>Lays outputs out in rows as wide as a plane's; what is between them stays as it is.</summary>
    public void Spread<T>(ReadOnlySpan<T> y, Span<T> rows) =>
        RectangleCopy.Copy(y, new(0, Outputs.Width), rows, new(0, Width), Outputs.Height, Outputs.Width);

    /// <summary>Takes outputs out of rows as wide as a plane's.</summary>
    public void Gather<T>(ReadOnlySpan<T> rows, Span<T> y) =>
        RectangleCopy.Copy(rows, new(0, Width), y, new(0, Outputs.Width), Outputs.Height, Outputs.Width);

    private Rectangle OfImage(int a, int b) =>
        new(
            rows[a].Position * Image.Width + columns[b].Position, window.Stride.Height * Image.Width,
            window.Stride.Width);

    private Rectangle OfPlane(int a, int b) => new(
        (a * columns.Length + b) * PlaneSize + rows[a].Place * Width + columns[b].Place, Width);

    /// <summary>
    /// The positions along an axis of the image that belong to each phase: the first, its place in a plane, and how
    /// many.
    /// </summary>
    private static (int Position, int Place, int Count)[] Axis(
        int size, int padding, int stride, int phases, int places) =>
        [.. from phase in Enumerable.Range(0, phases)
            let place = Ceiling(padding - phase, stride)
            let position = place * stride + phase - padding
            select (position, place, Math.Max(0, Math.Min(Ceiling(size - position, stride), places - place)))];

    /// <summary>Rows and columns of a plane.</summary>
    public static Extent SizeOf(SlidingWindow window, Extent outputs) =>
        (outputs.Height + (window.Reach.Height - 1) / window.Stride.Height,
         outputs.Width + (window.Reach.Width - 1) / window.Stride.Width);

    private static Extent PhasesOf(SlidingWindow window) =>
        (Math.Min(window.Reach.Height, window.Stride.Height), Math.Min(window.Reach.Width, window.Stride.Width));

    private static int Ceiling(int count, int stride) => (int)((count + (long)stride - 1) / stride);
}
