namespace CnnVerified.Verification;

/// <summary>A convolution to test: every size that it has, and a seed for the values.</summary>
/// <param name="N">Images in the batch.</param>
/// <param name="C">Channels of an image.</param>
/// <param name="F">Kernels, which are the channels of the output.</param>
/// <param name="Image">Height and width of the input.</param>
/// <param name="Kernel">Height and width of a kernel.</param>
/// <param name="Stride">Inputs from one window to the next.</param>
/// <param name="Padding">Zeros on each side.</param>
/// <param name="BiasPerPosition">One bias for each output position rather than for each kernel.</param>
/// <param name="Seed">From which parameters, input and upstream gradient are drawn.</param>
public sealed record ConvolutionGeometry(
    int N, int C, int F, Extent Image, Extent Kernel, Extent Stride, Extent Padding, bool BiasPerPosition,
    int Seed) : IGeometry<ConvolutionGeometry>
{
    /// <summary>Inputs from one entry of a kernel to the next.</summary>
    public Extent Dilation { get; init; } = 1;

    /// <summary>The window that slides over the images.</summary>
    public SlidingWindow Window => new(Kernel, Stride, Padding, Dilation);

    /// <summary>The shape of the input.</summary>
    public Shape X => new(N, C, Image.Height, Image.Width);

    /// <summary>The shape of the kernels.</summary>
    public Shape Kernels => new(F, C, Kernel.Height, Kernel.Width);

    /// <summary>The shape of the output.</summary>
    public Shape Y
    {
        get
        {
            var (height, width) = Window.OutputSize(Image);
            return new Shape(N, F, height, width);
        }
    }

    /// <summary>The shape of the bias.</summary>
    public Shape Bias => BiasPerPosition ? Y.WithoutFirstAxis() : new Shape(F);

    /// <summary>Whether a convolution can have these sizes.</summary>
    public bool IsValid =>
        N >= 1 && C >= 1 && F >= 1
        && IsAxisValid(Image.Height, Kernel.Height, Stride.Height, Padding.Height, Dilation.Height)
        && IsAxisValid(Image.Width, Kernel.Width, Stride.Width, Padding.Width, Dilation.Width);

    /// <summary>The layer with an input and an upstream gradient, all of them normal draws.</summary>
    public (Convolution<T> Layer, Tensor<T> X, Tensor<T> Dy) Draw<T>() where T : IFloatingPointIeee754<T>
    {
        var values = new NormalValues(Seed);
        var layer = new Convolution<T>(values.Tensor<T>(Kernels), values.Tensor<T>(Bias), Stride, Padding, Dilation);
        return (layer, values.Tensor<T>(X), values.Tensor<T>(Y));
    }

    /// <summary>Valid geometries that are smaller in one respect, down to one number times one number.</summary>
    public IEnumerable<ConvolutionGeometry> Shrink() => Smaller().Where(geometry => geometry.IsValid);

    /// <inheritdoc/>
    public string Description =>
        $"x of {N}×{C}×{Image.Height}×{Image.Width} under {F}×{C}×{Kernel.Height}×{Kernel.Width} kernels, "
        + $"stride {Stride}, padding {Padding}, {(Dilation == 1 ? "" : $"dilation {Dilation}, ")}"
        + $"bias per {(BiasPerPosition ? "position" : "kernel")}";

    /// <summary>The sizes and the seed.</summary>
    public override string ToString() => $"{Description}, seed {Seed}";

    private IEnumerable<ConvolutionGeometry> Smaller()
    {
        if (BiasPerPosition) yield return this with { BiasPerPosition = false };
        foreach (var n in Sizes.Below(N, 1)) yield return this with { N = n };
        foreach (var c in Sizes.Below(C, 1)) yield return this with { C = c };
        foreach (var f in Sizes.Below(F, 1)) yield return this with { F = f };
        foreach (var stride in Sizes.Below(Stride, 1)) yield return this with { Stride = stride };
        foreach (var padding in Sizes.Below(Padding, 0)) yield return this with { Padding = padding };
        foreach (var dilation in Sizes.Below(Dilation, 1)) yield return this with { Dilation = dilation };
        foreach (var image in Sizes.Below(Image, 1)) yield return this with { Image = image };
        foreach (var kernel in Sizes.Below(Kernel, 1))
            yield return this with
            {
                Kernel = kernel,
                Padding = (Math.Min(Padding.Height, kernel.Height - 1), Math.Min(Padding.Width, kernel.Width - 1)),
            };
    }

    private static bool IsAxisValid(int image, int kernel, int stride, int padding, int dilation) =>
        image >= 1 && kernel >= 1 && stride >= 1 && dilation >= 1 && padding >= 0
        && (kernel - 1) * dilation + 1 is var reach && padding < reach && image + 2 * padding >= reach;
}
