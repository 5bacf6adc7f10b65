using CnnVerified.Layers.Kernels.Vectors;

namespace CnnVerified.Layers.Kernels.Elementwise;

/// <summary>
/// pⱼ = e^zⱼ/Σₖ e^zₖ for rows of logits z that lie one after the other, from z − max z ≤ 0, so that nothing overflows.
/// </summary>
internal static class SoftmaxRows
{
    /// <summary>Writes p.</summary>
    public static void Of<T>(ReadOnlySpan<T> z, int classes, Span<T> p) where T : IFloatingPointIeee754<T>
    {
        Exponentials(z, classes, p);
        for (var start = 0; start < z.Length; start += classes)
        {
            var row = p.Slice(start, classes);
            var sum = Sum.Of<T>(row);
            foreach (ref var entry in row) entry /= sum;
        }
    }

    /// <summary>−Σ t·ln p, the mean over the rows.</summary>
    public static T CrossEntropy<T>(ReadOnlySpan<T> z, int classes, ReadOnlySpan<T> t)
        where T : IFloatingPointIeee754<T>
    {
        using var exponentials = new Buffer<T>(z.Length);
        Exponentials(z, classes, exponentials.Span);
        var sum = T.Zero;
        for (var start = 0; start < z.Length; start += classes)
        {
            var largest = Largest(z.Slice(start, classes));
            var ln = Logarithm.Of(Sum.Of<T>(exponentials.Span.Slice(start, classes)));
            for (var j = start; j < start + classes; j++) sum -= t[j] * (z[j] - largest - ln);
        }
        return sum / T.CreateChecked(z.Length / classes);
    }

    /// <summary>Writes that mean's gradient in z: (p·Σ t − t), divided by the number of rows.</summary>
    public static void Gradient<T>(ReadOnlySpan<T> z, int classes, ReadOnlySpan<T> t, Span<T> dz)
        where T : IFloatingPointIeee754<T>
    {
        var samples = T.CreateChecked(z.Length / classes);
        Of(z, classes, dz);
        for (var start = 0; start < z.Length; start += classes)
        {
            var total = Sum.Of<T>(t.Slice(start, classes));
            for (var j = start; j < start + classes; j++) dz[j] = (dz[j] * total - t[j]) / samples;
        }
    }

    /// <summary>Writes e^(z − max z), max z being that of each row.</summary>
    private static void Exponentials<T>(ReadOnlySpan<T> z, int classes, Span<T> p) where T : IFloatingPointIeee754<T>
    {
        for (var start = 0; start < z.Length; start += classes)
        {
            var (from, to) = (start, start + classes);
            var largest = Largest(z[from..to]);
            for (var j = from; j < to; j++) p[j] = z[j] - largest;
        }
        Exponential.Of(p[..z.Length]);
    }

    /// <summary>The largest logit of a row; if one is NaN, NaN or the largest of others.</summary>
    private static T Largest<T>(ReadOnlySpan<T> row) where T : IFloatingPointIeee754<T>
    {
        var largest = row[0];
        foreach (var logit in row) largest = T.MaxNative(logit, largest);
        return largest;
    }
}
