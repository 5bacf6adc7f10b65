using System.Numerics;
using CnnVerified.Layers.Kernels;

namespace CnnVerified.Layers;

/// <summary>
/// The geometry of a window that slides over an image padded with zeros: output (oh, ow) sees, through the tap (u, v),
/// the input (oh·stride − padding + u, ow·stride − padding + v). An axis of I inputs has ⌊(I + 2·padding − size)/stride⌋ + 1
/// outputs; inputs past the last window are seen by nobody.
/// </summary>
public readonly struct SlidingWindow
{
    /// <summary>A window of a size, a step and a border of zeros.</summary>
    /// <exception cref="ArgumentOutOfRangeException">A size or a stride below 1, or a padding outside 0 … size − 1.</exception>
    public SlidingWindow(Extent size, Extent stride, Extent padding)
    {
        RequireAtLeastOne(size, "window");
        RequireAtLeastOne(stride, nameof(stride));
        if (padding.Height < 0 || padding.Width < 0 || padding.Height >= size.Height || padding.Width >= size.Width)
            throw new ArgumentOutOfRangeException(
                nameof(padding), $"padding is {padding}, but must be at least 0 and smaller than the window, {size}.");
        (Size, Stride, Padding) = (size, stride, padding);
    }

    /// <summary>Taps in each direction.</summary>
    public Extent Size { get; }

    /// <summary>Inputs from one window to the next.</summary>
    public Extent Stride { get; }

    /// <summary>Zeros added on each side.</summary>
    public Extent Padding { get; }

    /// <summary>How many windows fit over an image.</summary>
    /// <exception cref="ArgumentException">The window is larger than the padded image.</exception>
    public Extent OutputSize(Extent input)
    {
        if (input.Height + 2 * Padding.Height < Size.Height || input.Width + 2 * Padding.Width < Size.Width)
            throw new ArgumentException($"input is {input}, but with padding {Padding} the window {Size} needs more.", nameof(input));
        return (Outputs(input.Height, Size.Height, Stride.Height, Padding.Height),
                Outputs(input.Width, Size.Width, Stride.Width, Padding.Width));
    }

    /// <summary>The inputs of image (n, c) that the tap (u, v) sees, and the outputs of image (n, f) that see them, in step.</summary>
    internal void Tap<T>(Tensor<T> x, int n, int c, Tensor<T> y, int f, int u, int v, out Plane<T> seen, out Plane<T> seeing)
        where T : IFloatingPointIeee754<T>
    {
        var (height, width) = (x.Shape[2], x.Shape[3]);
        var (outputHeight, outputWidth) = (y.Shape[2], y.Shape[3]);
        var (oh, rows) = Overlap(u, height, outputHeight, Stride.Height, Padding.Height);
        var (ow, columns) = Overlap(v, width, outputWidth, Stride.Width, Padding.Width);
        var first = ((n * x.Shape[1] + c) * height + oh * Stride.Height - Padding.Height + u) * width + ow * Stride.Width - Padding.Width + v;
        seen = new(x.Values, rows * columns == 0 ? 0 : first, Stride.Height * width, Stride.Width, rows, columns);
        seeing = new(y.Values, ((n * y.Shape[1] + f) * outputHeight + oh) * outputWidth + ow, outputWidth, 1, rows, columns);
    }

    /// <summary>The inputs of image (n, c), padding left out, that the output (oh, ow) sees: at least one.</summary>
    internal Plane<T> Seen<T>(Tensor<T> x, int n, int c, int oh, int ow) where T : IFloatingPointIeee754<T>
    {
        var (height, width) = (x.Shape[2], x.Shape[3]);
        var (top, left) = (oh * Stride.Height - Padding.Height, ow * Stride.Width - Padding.Width);
        var (firstRow, firstColumn) = (Math.Max(0, top), Math.Max(0, left));
        var rows = Math.Min(height, top + Size.Height) - firstRow;
        var columns = Math.Min(width, left + Size.Width) - firstColumn;
        return new(x.Values, ((n * x.Shape[1] + c) * height + firstRow) * width + firstColumn, width, 1, rows, columns);
    }

    /// <summary>The outputs whose tap u falls inside the image rather than on its padding: the first, and how many.</summary>
    private static (int First, int Count) Overlap(int u, int inputs, int outputs, int stride, int padding)
    {
        var first = Math.Max(0, (padding - u + stride - 1) / stride);
        var end = Math.Min(outputs, (inputs - 1 + padding - u + stride) / stride);
        return end > first ? (first, end - first) : (0, 0);
    }

    private static int Outputs(int inputs, int size, int stride, int padding) => (inputs + 2 * padding - size) / stride + 1;

    private static void RequireAtLeastOne(Extent extent, string argument)
    {
        if (extent.Height < 1 || extent.Width < 1)
            throw new ArgumentOutOfRangeException(argument, $"{argument} is {extent}, but must be at least 1 in both directions.");
    }
}
