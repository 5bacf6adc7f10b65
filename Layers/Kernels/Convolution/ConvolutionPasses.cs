using CnnVerified.Layers.Kernels.Threads;
using CnnVerified.Layers.Kernels.Vectors;

namespace CnnVerified.Layers.Kernels.Convolution;

/// <summary>
/// A convolution's passes over a batch, which threads divide by samples. Sums over samples do not depend on who
/// computes which.
/// </summary>
/// <remarks>
/// Letters of this folder: x (N, C, H, W), k (F, C, height, width), y (N, F, H′, W′), and dx, dk, dy likewise. A tap
/// (u, v) is an entry of a kernel. A plane holds the inputs of one phase of the stride, as <see cref="WindowPlanes"/>
/// says. Large images are computed one by one, by indirect convolution (<see cref="ConvolutionPlan{T}"/>). Small ones
/// are computed by the batch, by im2col (<see cref="BatchProduct{T}"/>).
/// </remarks>
internal static class ConvolutionPasses
{
    private const int MostNumbers = 1 << 26;      // of all samples' gradients that are kept at a time

    /// <summary>Writes some of the images (n, f) of y, and all of each sample if they are of several.</summary>
    public static void Forward<T>(
        ConvolutionPlan<T> plan, Tensor<T> x, Tensor<T> kernels, Tensor<T> bias, Tensor<T> y, Range images)
        where T : IFloatingPointIeee754<T>
    {
        var (filters, first, last) = (y.Shape[1], images.Start.Value, images.End.Value - 1);
        var (n, samples) = (first / filters, last / filters - first / filters + 1);
        var range = samples > 1 ? 0..filters : (first % filters)..(last % filters + 1);
        using var packed = new Buffer<T>(plan.PackedSize.Forward);
        plan.PackForward(kernels.Part(range), bias.Part(range), packed.Span);
        Team.For(samples, plan.Cost, (plan, packed: packed.Memory, bias, x, y, n, range), static (s, first, count) =>
        {
            var samples = (s.n + first)..(s.n + first + count);
            if (s.plan.ForwardOfBatch is { } batch)
            {
                batch.Forward(
                    s.x, samples, s.packed.Span[s.plan.PackedBiases..], s.bias.Part(s.range), s.range, s.y);
                return;
            }
            for (var n = s.n + first; n < s.n + first + count; n++)
                s.plan.Forward(s.x.Sample(n), s.packed.Span, s.bias.Part(s.range), s.y.Sample(n, s.range));
        });
    }

    /// <summary>Writes dx, unless it is null, and adds to dk and db.</summary>
    public static void Backward<T>(
        ConvolutionPlan<T> plan, Tensor<T> x, Tensor<T> kernels, Tensor<T> dy, Tensor<T>? dx, Tensor<T> dk,
        Tensor<T> db)
        where T : IFloatingPointIeee754<T>
    {
        if (plan.KernelGradientOfBatch is { } batch)
            batch.KernelGradient(x, dy, dk.Values, db.Shape.Rank == 1 ? db.Values : default);
        else
            AddKernelGradient(plan, x, dy, dk, db);
        for (var n = 0; n < dy.Shape[0] && db.Shape.Rank == 3; n++) AddScaled.To(db.Values, T.One, dy.Sample(n));
        if (dx is null) return;

        using var packed = new Buffer<T>(plan.PackedSize.Backward);
        plan.PackBackward(kernels.Values, packed.Span);
        Team.For(x.Shape[0], plan.Cost, (plan, packed: packed.Memory, dy, dx), static (s, first, count) =>
        {
            if (s.plan.InputGradientOfBatch is { } batch)
                batch.InputGradient(s.dy, first..(first + count), s.packed.Span, s.dx);
            else
                for (var n = first; n < first + count; n++)
                    s.plan.InputGradient(s.dy.Sample(n), s.packed.Span, s.dx.Sample(n));
        });
    }

    /// <summary>Adds the gradients of a few samples each, then their sum in order.</summary>
    private static void AddKernelGradient<T>(
        ConvolutionPlan<T> plan, Tensor<T> x, Tensor<T> dy, Tensor<T> dk, Tensor<T> db)
        where T : IFloatingPointIeee754<T>
    {
        var (samples, size, isPerKernel) = (x.Shape[0], dk.Shape.Count, db.Shape.Rank == 1);
        var part = isPerKernel ? size + db.Shape.Count : size;
        var parts = (samples - 1) / KernelGradient<T>.Samples + 1;
        var places = Math.Min(parts, Math.Max(2, MostNumbers / part));
        using var each = new Buffer<T>((long)places * part);
        var sum = each.Span[..part];
        for (var done = 0; done < parts;)
        {
            var place = Math.Min(done, 1);              // the first one is taken by the sum of those done
            var count = Math.Min(parts - done, places - place);
            var state = (plan, each: each.Memory[(place * part)..], done, part, size, x, dy);
            Team.For(count, plan.Cost * samples / parts, state, static (s, first, count) =>
            {
                for (var i = first; i < first + count; i++)
                {
                    var sums = s.each.Span.Slice(i * s.part, s.part);
                    var start = (s.done + i) * KernelGradient<T>.Samples;
                    var some = start..(int)Math.Min((long)start + KernelGradient<T>.Samples, s.x.Shape[0]);
                    s.plan.KernelGradient(s.x.Part(some), s.dy.Part(some), sums[..s.size], sums[s.size..]);
                }
            });
            for (var i = 1; i < place + count; i++) AddScaled.To(sum, T.One, each.Span.Slice(i * part, part));
            done += count;
        }
        AddScaled.To(dk.Values, T.One, sum[..size]);
        if (isPerKernel) AddScaled.To(db.Values, T.One, sum[size..]);
    }
}
