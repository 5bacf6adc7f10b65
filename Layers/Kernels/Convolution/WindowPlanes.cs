using CnnVerified.Layers.Kernels.Vectors;

namespace CnnVerified.Layers.Kernels.Convolution;

/// <summary>
/// Images as a sliding window sees them: padded, and divided into planes. For each phase (a, b) of the stride s
/// that a tap sees, a plane holds the padded inputs (i·s + a, j·s + b) of each image, one below the other. The
/// outputs lie in rows as wide as a plane's, so that output (oh, ow) stands at l = oh·Width + ow. With dilation d,
/// tap (u, v) sees its input in the plane of (u·d mod s, v·d mod s) at l + (u·d div s)·Width + v·d div s. What a
/// tap sees of a whole image is one stretch of numbers, whatever the geometry. Where windows overlap, the last
/// entries of an output's row belong to no output.
/// </summary>
internal sealed class WindowPlanes
{
    private readonly SlidingWindow window;
    private readonly (int Position, int Place, int Count)[] rows, columns;
    private readonly bool isCovered, isSeen;            // whether the image fills its planes, and they hold all of it

    /// <summary>Whether arrays hold the planes.</summary>
    public static bool Fit(SlidingWindow window, Extent image)
    {
        var (height, width) = SizeOf(window, window.OutputSize(image));
        var taps = (double)window.Size.Height * window.Size.Width;
        var (down, across) = (window.Stride.Height, window.Stride.Width);
        var phases = Math.Min(window.Size.Height, (double)down) * Math.Min(window.Size.Width, (double)across);
        return Math.Max(taps, 2.0 * height * width * phases) <= Room.MostNumbers;
    }

    /// <summary>The planes of so many images of a size.</summary>
    public WindowPlanes(SlidingWindow window, Extent image, int images = 1)
    {
        (this.window, Image, Outputs, Images) = (window, image, window.OutputSize(image), images);
        var ((rowStep, columnStep), (down, across)) = (window.Stride, window.Dilation);
        (Height, Width) = SizeOf(window, Outputs);
        var (rowPhases, rowOf) = Phases(window.Size.Height, down, rowStep);
        var (columnPhases, columnOf) = Phases(window.Size.Width, across, columnStep);
        Taps = [.. from u in Enumerable.Range(0, window.Size.Height)
                   from v in Enumerable.Range(0, window.Size.Width)
                   select (rowOf[u] * columnPhases.Length + columnOf[v],
                       u * down / rowStep * Width + v * across / columnStep)];
        rows = Axis(image.Height, window.Padding.Height, rowStep, rowPhases, Height);
        columns = Axis(image.Width, window.Padding.Width, columnStep, columnPhases, Width);
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
    public int PlaneSize => Images * ImageSize;

    /// <summary>Numbers from one image to the next in a plane.</summary>
    public int ImageSize => Height * Width;

    /// <summary>How many planes there are.</summary>
    public int Count => rows.Length * columns.Length;

    /// <summary>Numbers of all planes.</summary>
    public int Size => Count * PlaneSize;

    /// <summary>Whether the only plane is the image itself: stride 1 without padding.</summary>
    public bool IsImage { get; }

    /// <summary>The stretch from the first to the last output of an image.</summary>
    public int Length => (Outputs.Height - 1) * Width + Outputs.Width;

    /// <summary>For each tap, row by row: its plane, and where in it the first output's input stands.</summary>
    public (int Plane, int Start)[] Taps { get; }

    /// <summary>Where among all planes the first output's input stands for each tap.</summary>
    public int[] TapStarts { get; }

    /// <summary>Writes the planes of images, of all or fewer, with zeros as padding.</summary>
    public void Fill<T>(ReadOnlySpan<T> x, Span<T> planes)
    {
        if (!isCovered) planes.Clear();
        Copy(x, planes, x.Length / (Image.Height * Image.Width), isFilling: true);
    }

    /// <summary>Reads images, all or fewer, out of their planes; inputs that no window sees become 0.</summary>
    public void Collect<T>(ReadOnlySpan<T> planes, Span<T> x)
    {
        ClearUnseen(x);
        Copy(planes, x, x.Length / (Image.Height * Image.Width), isFilling: false);
    }

    private void Copy<T>(ReadOnlySpan<T> source, Span<T> target, int images, bool isFilling)
    {
        var (ofImages, ofPlanes) = (Image.Height * Image.Width, ImageSize);
        for (var a = 0; a < rows.Length; a++)
            for (var b = 0; b < columns.Length; b++)
            {
                var (x, p, height, width) = (OfImage(a, b), OfPlane(a, b), rows[a].Count, columns[b].Count);
                if (isFilling)
                    RectangleCopy.Copy(source, x, ofImages, target, p, ofPlanes, images, height, width);
                else
                    RectangleCopy.Copy(source, p, ofPlanes, target, x, ofImages, images, height, width);
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
        int size, int padding, int stride, int[] phases, int places) =>
        [.. from phase in phases
            let place = Ceiling(padding - phase, stride)
            let position = place * stride + phase - padding
            select (position, place, Math.Max(0, Math.Min(Ceiling(size - position, stride), places - place)))];

    /// <summary>Rows and columns of a plane.</summary>
    public static Extent SizeOf(SlidingWindow window, Extent outputs) =>
        (outputs.Height + (window.Reach.Height - 1) / window.Stride.Height,
         outputs.Width + (window.Reach.Width - 1) / window.Stride.Width);

    /// <summary>The phases that the taps along an axis see, and the number of each tap's.</summary>
    private static (int[] Phases, int[] Of) Phases(int taps, int dilation, int stride)
    {
        int[] each = [.. Enumerable.Range(0, taps).Select(tap => (int)((long)tap * dilation % stride))];
        int[] phases = [.. each.Distinct().Order()];
        return (phases, Array.ConvertAll(each, phase => Array.BinarySearch(phases, phase)));
    }

    private static int Ceiling(int count, int stride) => (int)((count + (long)stride - 1) / stride);
}
