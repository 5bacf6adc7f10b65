using System.Numerics;
using CnnVerified.Layers.Kernels;

namespace CnnVerified.Layers;

/// <summary>
/// A bank of kernels cross-correlated with every image (what deep learning calls convolution), plus a bias:
/// <c>y[n,f,oh,ow] = b + Σ_{c,u,v} x[n, c, oh·s − p + u, ow·s − p + v] · k[f,c,u,v]</c>, with zeros outside the image.
/// </summary>
/// <remarks>
/// Shapes: x (N, C, H, W), kernels (F, C, height, width), y (N, F, H′, W′) as <see cref="SlidingWindow"/> says.
/// Each product k·x of the sum passes its share of dy on to both factors:
/// <c>dk[f,c,u,v] = Σ_{n,oh,ow} x[…]·dy[n,f,oh,ow]</c> (the input cross-correlated with dy) and
/// <c>dx[…] = Σ_{f,u,v} k[f,c,u,v]·dy[n,f,oh,ow]</c> (for stride 1 and no padding: the full convolution of dy with k).
/// </remarks>
public sealed class Convolution<T> : Layer<T>, IPartialForward<T> where T : IFloatingPointIeee754<T>
{
    private const int MostNumbers = 1 << 26;      // of all samples' gradients that are kept at a time

    private readonly Tensor<T> kernels, bias;
    private ConvolutionPlan<T>? plan;             // tables for the last size of image: never another result

    /// <summary>A convolution that owns its kernels and bias.</summary>
    /// <param name="kernels">(F, C, height, width).</param>
    /// <param name="bias">
    /// (F): one bias a kernel; or (F, H′, W′): one an output position, which fixes the input's size.
    /// </param>
    /// <param name="stride">Inputs from one window to the next, at least 1.</param>
    /// <param name="padding">Zeros on each side, from 0 to the kernel's size − 1.</param>
    /// <exception cref="ArgumentException">A shape does not fit.</exception>
    /// <exception cref="ArgumentOutOfRangeException">A stride or a padding out of range.</exception>
    public Convolution(Tensor<T> kernels, Tensor<T> bias, Extent? stride = null, Extent? padding = null)
    {
        Shape.RequireRank(kernels.Shape, nameof(kernels), "F", "C", "height", "width");
        if (bias.Shape.Rank is not (1 or 3) || bias.Shape[0] != kernels.Shape[0])
            throw new ArgumentException(
                $"bias has shape {bias.Shape}, but for kernels of shape {kernels.Shape} it must be {kernels.Shape[0]} "
                + $"or {kernels.Shape[0]}×H′×W′.", nameof(bias));
        (this.kernels, this.bias) = (kernels, bias);
        Window = new SlidingWindow((kernels.Shape[2], kernels.Shape[3]), stride ?? 1, padding ?? 0);
        Parameters = [new("kernels", kernels), new("bias", bias)];
    }

    /// <summary>Kernel size, stride and padding.</summary>
    public SlidingWindow Window { get; }

    /// <inheritdoc/>
    public override IReadOnlyList<Parameter<T>> Parameters { get; }

    internal override bool BackwardReadsOutput => false;

    /// <inheritdoc/>
    public override Shape OutputShape(Shape x)
    {
        Shape.RequireRank(x, nameof(x), "N", "C", "H", "W");
        if (x[1] != kernels.Shape[1])
            throw new ArgumentException($"x has shape {x}, but kernels of shape {kernels.Shape} need {kernels.Shape[1]} channels.", nameof(x));
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
        // Whole images (n, f), from the first to the last that holds an output asked for; all of each sample if of several.
        var (start, count) = RequireShapes(x, y, outputs);
        var (filters, image) = (y.Shape[1], y.Shape[2] * y.Shape[3]);
        var (first, last) = (start / image, (start + count - 1) / image);
        var (n, samples) = (first / filters, last / filters - first / filters + 1);
        var range = samples > 1 ? 0..filters : (first % filters)..(last % filters + 1);

        var plan = PlanFor(x.Shape);
        using var packed = new Buffer<T>(plan.PackedSize.Forward);
        plan.PackForward(kernels.Part(range), bias.Part(range), packed.Span);
        Team.For(samples, Cost(y.Shape), (plan, packed: packed.Memory, bias, x, y, n, range), static (s, first, count) =>
        {
            for (var n = s.n + first; n < s.n + first + count; n++)
                s.plan.Forward(s.x.Sample(n), s.packed.Span, s.bias.Part(s.range), s.y.Sample(n, s.range));
        });
    }

    /// <inheritdoc/>
    public override void Backward(Tensor<T> x, Tensor<T> y, Tensor<T> dy, Tensor<T>? dx, ReadOnlySpan<Tensor<T>> gradients)
    {
        RequireShapes(x, y, dy, dx, gradients);
        var (dk, db) = (gradients[0], gradients[1]);
        var plan = PlanFor(x.Shape);
        using var packed = new Buffer<T>(plan.PackedSize.Backward);
        if (dx is not null) plan.PackBackward(kernels.Values, packed.Span);

        // The gradients of a few samples each, then their sum in order: so it does not depend on who computes which.
        var (samples, size, isPerKernel) = (x.Shape[0], dk.Shape.Count, bias.Shape.Rank == 1);
        var part = isPerKernel ? size + db.Shape.Count : size;
        var parts = (samples - 1) / KernelGradient<T>.Samples + 1;
        var places = Math.Min(parts, Math.Max(2, MostNumbers / part));
        using var each = new Buffer<T>((long)places * part);
        var sum = each.Span[..part];
        for (var done = 0; done < parts;)
        {
            var place = Math.Min(done, 1);              // the first one is taken by the sum of those done
            var count = Math.Min(parts - done, places - place);
            var state = (plan, packed: packed.Memory, each: each.Memory[(place * part)..], done, part, size, x, dy, dx);
            Team.For(count, Cost(dy.Shape) * samples / parts, state, static (s, first, count) =>
            {
                for (var i = first; i < first + count; i++)
                {
                    var sums = s.each.Span.Slice(i * s.part, s.part);
                    var start = (s.done + i) * KernelGradient<T>.Samples;
                    var some = start..(int)Math.Min((long)start + KernelGradient<T>.Samples, s.x.Shape[0]);
                    s.plan.KernelGradient(s.x.Part(some), s.dy.Part(some), sums[..s.size], sums[s.size..]);
                    for (var n = some.Start.Value; n < some.End.Value && s.dx is not null; n++)
                        s.plan.InputGradient(s.dy.Sample(n), s.packed.Span, s.dx.Sample(n));
                }
            });
            for (var i = 1; i < place + count; i++) AddScaled.To(sum, T.One, each.Span.Slice(i * part, part));
            done += count;
        }
        AddScaled.To(dk.Values, T.One, sum[..size]);
        if (isPerKernel) AddScaled.To(db.Values, T.One, sum[size..]);
        else for (var n = 0; n < samples; n++) AddScaled.To(db.Values, T.One, dy.Sample(n));
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
    public override Layer<U> Over<U>() => new Convolution<U>(kernels.Over<U>(), bias.Over<U>(), Window.Stride, Window.Padding);

    private ConvolutionPlan<T> PlanFor(Shape x)
    {
        Extent image = (x[2], x[3]);
        return plan is { } known && known.Image == image ? known : plan = new ConvolutionPlan<T>(Window, image, kernels.Shape);
    }

    private long Cost(Shape y) => (long)kernels.Shape.Count * y[2] * y[3];
}
