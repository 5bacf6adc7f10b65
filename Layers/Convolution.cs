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
    private readonly Tensor<T> kernels, bias;

    /// <summary>A convolution that owns its kernels and bias.</summary>
    /// <param name="kernels">(F, C, height, width).</param>
    /// <param name="bias">(F): one bias a kernel; or (F, H′, W′): one an output position, which fixes the input's size.</param>
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
        var image = y.Shape[2] * y.Shape[3];
        var (start, count) = outputs.GetOffsetAndLength(y.Shape.Count);
        for (var nf = start / image; nf * image < start + count; nf++)
        {
            var (n, f) = Math.DivRem(nf, y.Shape[1]);
            var yImage = y.Values.Slice(nf * image, image);
            if (bias.Shape.Rank == 1) yImage.Fill(bias[f]);
            else bias.Values.Slice(f * image, image).CopyTo(yImage);

            for (var c = 0; c < kernels.Shape[1]; c++)
                for (var u = 0; u < kernels.Shape[2]; u++)
                    for (var v = 0; v < kernels.Shape[3]; v++)
                    {
                        Window.Tap(x, n, c, y, f, u, v, out var seen, out var seeing);
                        Plane<T>.AddScaled(seeing, kernels[f, c, u, v], seen);
                    }
        }
    }

    /// <inheritdoc/>
    public override void Backward(Tensor<T> x, Tensor<T> y, Tensor<T> dy, Tensor<T>? dx, ReadOnlySpan<Tensor<T>> gradients)
    {
        var (dk, db) = (gradients[0], gradients[1]);
        var image = dy.Shape[2] * dy.Shape[3];
        dx?.Values.Clear();
        for (var n = 0; n < dy.Shape[0]; n++)
            for (var f = 0; f < dy.Shape[1]; f++)
            {
                var dyImage = dy.Values.Slice((n * dy.Shape[1] + f) * image, image);
                if (bias.Shape.Rank == 1) db[f] += Sum.Of<T>(dyImage);
                else AddScaled.To(db.Values.Slice(f * image, image), T.One, dyImage);

                for (var c = 0; c < kernels.Shape[1]; c++)
                    for (var u = 0; u < kernels.Shape[2]; u++)
                        for (var v = 0; v < kernels.Shape[3]; v++)
                        {
                            Window.Tap(x, n, c, dy, f, u, v, out var seen, out var seeing);
                            dk[f, c, u, v] += Plane<T>.Dot(seen, seeing);
                            if (dx is null) continue;
                            Window.Tap(dx, n, c, dy, f, u, v, out var dSeen, out seeing);
                            Plane<T>.AddScaled(dSeen, kernels[f, c, u, v], seeing);
                        }
            }
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
}
