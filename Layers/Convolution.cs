using CnnVerified.Layers.Kernels.Convolution;

namespace CnnVerified.Layers;

/// <summary>
/// A bank of kernels cross-correlated with every image (what deep learning calls convolution), plus a bias:
/// <c>y[n,f,oh,ow] = b + Σ_{c,u,v} x[n, c, oh·s − p + u·d, ow·s − p + v·d] · k[f,c,u,v]</c>, with zeros outside the
/// image, stride s, padding p and dilation d.
/// </summary>
/// <remarks>
/// Shapes: x (N, C, H, W), kernels (F, C, height, width), y (N, F, H′, W′) as <see cref="SlidingWindow"/> says.
/// Each product k·x of the sum passes its share of dy on to both factors:
/// <c>dk[f,c,u,v] = Σ_{n,oh,ow} x[…]·dy[n,f,oh,ow]</c> (the input cross-correlated with dy) and
/// <c>dx[…] = Σ_{f,u,v} k[f,c,u,v]·dy[n,f,oh,ow]</c> (for stride 1 and no padding: the full convolution of dy with k).
/// </remarks>
public sealed class Convolution<T> : Layer<T>, IPartialForward<T> where T : IFloatingPointIeee754<T>
{
    private readonly Tensor<T> kernels, bias;
    private ConvolutionPlan<T>? plan;             // tables for the last size of image: never another result

    /// <summary>A convolution that owns its kernels and bias.</summary>
    /// <param name="kernels">(F, C, height, width).</param>
    /// <param name="bias">
    /// (F): one bias a kernel; or (F, H′, W′): one an output position, which fixes the input's size.
    /// </param>
    /// <param name="stride">Inputs from one window to the next, at least 1.</param>
    /// <param name="padding">Zeros on each side, from 0 to the kernel's reach − 1.</param>
    /// <param name="dilation">Inputs from one entry of a kernel to the next, at least 1.</param>
    /// <exception cref="ArgumentException">A shape does not fit.</exception>
    /// <exception cref="ArgumentOutOfRangeException">A stride, a padding or a dilation out of range.</exception>
    public Convolution(
        Tensor<T> kernels, Tensor<T> bias, Extent? stride = null, Extent? padding = null, Extent? dilation = null)
    {
        Shape.RequireRank(kernels.Shape, nameof(kernels), "F", "C", "height", "width");
        if (bias.Shape.Rank is not (1 or 3) || bias.Shape[0] != kernels.Shape[0])
            throw new ArgumentException(
                $"bias has shape {bias.Shape}, but for kernels of shape {kernels.Shape} it must be {kernels.Shape[0]} "
                + $"or {kernels.Shape[0]}×H′×W′.", nameof(bias));
        (this.kernels, this.bias) = (kernels, bias);
        Window = new SlidingWindow((kernels.Shape[2], kernels.Shape[3]), stride ?? 1, padding ?? 0, dilation);
        Parameters = [new("kernels", kernels), new("bias", bias)];
    }

    /// <summary>Kernel size, stride, padding and dilation.</summary>
    public SlidingWindow Window { get; }

    /// <inheritdoc/>
    public override IReadOnlyList<Parameter<T>> Parameters { get; }

    internal override bool BackwardReadsOutput => false;

    /// <inheritdoc/>
    public override Shape OutputShape(Shape x)
    {
        Shape.RequireRank(x, nameof(x), "N", "C", "H", "W");
        if (x[1] != kernels.Shape[1])
            throw new ArgumentException(
                $"x has shape {x}, but kernels of shape {kernels.Shape} need {kernels.Shape[1]} channels.", nameof(x));
        var (height, width) = Window.OutputSize((x[2], x[3]));
        var y = new Shape(x[0], kernels.Shape[0], height, width);
        if (bias.Shape.Rank == 3) Shape.Require(bias.Shape, y.WithoutFirstAxis(), nameof(bias));
        return y;
    }

    /// <inheritdoc/>
    public override void Forward(Tensor<T> x, Tensor<T> y) => Forward(x, y, Range.All);

    /// <inheritdoc/>
    public void Forward(Tensor<T> x, Tensor<T> y, Range outputs)
    {
        // Whole images (n, f), from the first to the last that holds an output asked for.
        var (start, count) = RequireShapes(x, y, outputs);
        var image = y.Shape[2] * y.Shape[3];
        var images = (start / image)..((start + count - 1) / image + 1);
        if (PlanFor(x.Shape) is { } fast) ConvolutionPasses.Forward(fast, x, kernels, bias, y, images);
        else Reference.Convolution.Forward(x, kernels, bias, Window, y, images);
    }

    /// <inheritdoc/>
    public override void Backward(
        Tensor<T> x, Tensor<T> y, Tensor<T> dy, Tensor<T>? dx, ReadOnlySpan<Tensor<T>> gradients)
    {
        RequireShapes(x, y, dy, dx, gradients);
        var (dk, db) = (gradients[0], gradients[1]);
        if (PlanFor(x.Shape) is { } fast) ConvolutionPasses.Backward(fast, x, kernels, dy, dx, dk, db);
        else Reference.Convolution.Backward(x, kernels, Window, dy, dx, dk, db);
    }

    /// <inheritdoc/>
    public Range ReachOfParameter(int parameter, int entry, Shape x)
    {
        var y = OutputShape(x);
        if (y[0] > 1) return Range.All;
        var (image, perKernel) = (y[2] * y[3], kernels.Shape.Count / y[1]);
        if (parameter == 1 && bias.Shape.Rank == 3) return entry..(entry + 1);
        var f = parameter == 0 ? entry / perKernel : entry;
        return (f * image)..((f + 1) * image);
    }

    /// <inheritdoc/>
    public Range ReachOfInputs(Range inputs, Shape x) => Range.All;

    /// <inheritdoc/>
    public override Layer<U> Over<U>() =>
        new Convolution<U>(kernels.Over<U>(), bias.Over<U>(), Window.Stride, Window.Padding, Window.Dilation);

    /// <inheritdoc/>
    protected override Layer<T> Rebuild(ReadOnlySpan<Tensor<T>> parameters) =>
        new Convolution<T>(parameters[0], parameters[1], Window.Stride, Window.Padding, Window.Dilation);

    /// <inheritdoc/>
    public override Layer<T> AsReference() => WithoutKernels();

    private ConvolutionPlan<T>? PlanFor(Shape x)
    {
        Extent image = (x[2], x[3]);
        if (!MayUseKernels) return null;
        if (plan is { } known && known.Image == image) return known;
        return WindowPlanes.Fit(Window, image)
            ? plan = new ConvolutionPlan<T>(Window, image, kernels.Shape) : null;
    }
}
