namespace CnnVerified.Layers;

/// <summary>
/// The geometry of a window that slides over an image padded with zeros: output (oh, ow) sees, through the tap (u, v),
/// the input (oh·stride − padding + u, ow·stride − padding + v). An axis of I inputs has ⌊(I + 2·padding −
/// size)/stride⌋ + 1 outputs; inputs past the last window are seen by nobody.
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
    /// <exception cref="ArgumentException">The image is empty, or the window larger than the padded image, or that 2³¹ long.</exception>
    public Extent OutputSize(Extent input)
    {
        RequireAtLeastOne(input, nameof(input));
        var (height, width) = (input.Height + 2L * Padding.Height, input.Width + 2L * Padding.Width);
        if (height < Size.Height || width < Size.Width)
            throw new ArgumentException($"input is {input}, but with padding {Padding} the window {Size} needs more.", nameof(input));
        if (Math.Max(height, width) > int.MaxValue)
            throw new ArgumentException(
                $"input is {input}, but with padding {Padding} must not be longer than {int.MaxValue} in either direction.",
                nameof(input));
        return (((int)height - Size.Height) / Stride.Height + 1, ((int)width - Size.Width) / Stride.Width + 1);
    }

    private static void RequireAtLeastOne(Extent extent, string argument)
    {
        if (extent.Height < 1 || extent.Width < 1)
            throw new ArgumentOutOfRangeException(argument, $"{argument} is {extent}, but must be at least 1 in both directions.");
    }
}
