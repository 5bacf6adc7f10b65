namespace CnnVerified.Layers;

/// <summary>
/// The geometry of a window that slides over an image padded with zeros: output (oh, ow) sees, through the tap (u, v),
/// the input (oh·stride − padding + u·dilation, ow·stride − padding + v·dilation). An axis of I inputs has
/// ⌊(I + 2·padding − reach)/stride⌋ + 1 outputs; inputs past the last window are seen by nobody.
/// </summary>
/// <remarks>What a <c>with</c> expression makes is not checked: loops over mistaken windows need them.</remarks>
public readonly record struct SlidingWindow
{
    /// <summary>A window of a size, a step and a border of zeros.</summary>
    /// <param name="size">Taps in each direction.</param>
    /// <param name="stride">Inputs from one window to the next, at least 1.</param>
    /// <param name="padding">Zeros on each side, from 0 to the window's reach − 1.</param>
    /// <param name="dilation">Inputs from one tap to the next, at least 1; by default 1.</param>
    /// <exception cref="ArgumentOutOfRangeException">
    /// A size, a stride or a dilation below 1, a padding outside 0 … reach − 1, or a reach of 2³¹.
    /// </exception>
    public SlidingWindow(Extent size, Extent stride, Extent padding, Extent? dilation = null)
    {
        RequireAtLeastOne(size, "window");
        RequireAtLeastOne(stride, nameof(stride));
        RequireAtLeastOne(dilation ?? 1, nameof(dilation));
        (Size, Stride, Padding, Dilation) = (size, stride, padding, dilation ?? 1);
        if ((size.Height - 1L) * Dilation.Height >= int.MaxValue || (size.Width - 1L) * Dilation.Width >= int.MaxValue)
            throw new ArgumentOutOfRangeException(
                nameof(dilation), $"dilation is {Dilation}, but the taps of a window {size} must not lie 2³¹ apart.");
        if (padding.Height < 0 || padding.Width < 0 || padding.Height >= Reach.Height || padding.Width >= Reach.Width)
            throw new ArgumentOutOfRangeException(
                nameof(padding), $"padding is {padding}, but must be at least 0 and smaller than the window, {Reach}.");
    }

    /// <summary>Taps in each direction.</summary>
    public Extent Size { get; init; }

    /// <summary>Inputs from one window to the next.</summary>
    public Extent Stride { get; init; }

    /// <summary>Zeros added on each side.</summary>
    public Extent Padding { get; init; }

    /// <summary>Inputs from one tap to the next.</summary>
    public Extent Dilation { get; init; }

    /// <summary>Inputs from the first tap to the last: (size − 1)·dilation + 1.</summary>
    public Extent Reach => ((Size.Height - 1) * Dilation.Height + 1, (Size.Width - 1) * Dilation.Width + 1);

    /// <summary>How many windows fit over an image.</summary>
    /// <exception cref="ArgumentException">
    /// The image is empty, or the window larger than the padded image, or that 2³¹ long.
    /// </exception>
    public Extent OutputSize(Extent input)
    {
        RequireAtLeastOne(input, nameof(input));
        var (height, width) = (input.Height + 2L * Padding.Height, input.Width + 2L * Padding.Width);
        if (height < Reach.Height || width < Reach.Width)
            throw new ArgumentException(
                $"input is {input}, but with padding {Padding} the window {Reach} needs more.", nameof(input));
        if (Math.Max(height, width) > int.MaxValue)
            throw new ArgumentException(
                $"input is {input}, but with padding {Padding} must not be longer than {int.MaxValue} in either "
                + "direction.", nameof(input));
        return (((int)height - Reach.Height) / Stride.Height + 1, ((int)width - Reach.Width) / Stride.Width + 1);
    }

    /// <summary>
    /// What output (oh, ow) sees: each tap (u, v) inside an image of shape x, (N, C, H, W), and its input (h, w).
    /// </summary>
    public WindowTaps Taps(int oh, int ow, Shape x) => new(this, oh, ow, x);

    /// <summary>Every product of a convolution, output by output.</summary>
    /// <param name="x">The shape of the input, (N, C, H, W).</param>
    /// <param name="kernels">The shape of the kernels, (F, C, height, width).</param>
    /// <param name="y">The shape of the output, (N, F, H′, W′).</param>
    /// <param name="images">Which of the output's N·F images; by default all.</param>
    public WindowProducts Products(Shape x, Shape kernels, Shape y, Range? images = null) =>
        new(this, x, kernels, y, images ?? Range.All);

    private static void RequireAtLeastOne(Extent extent, string argument)
    {
        if (extent.Height < 1 || extent.Width < 1)
            throw new ArgumentOutOfRangeException(
                argument, $"{argument} is {extent}, but must be at least 1 in both directions.");
    }
}
