using System.Numerics;

namespace CnnVerified.Layers.Kernels;

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

    /// <summary>Writes e^(z − max z), max z being that of each row.</summary>
    public static void Exponentials<T>(ReadOnlySpan<T> z, int classes, Span<T> p) where T : IFloatingPointIeee754<T>
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
    public static T Largest<T>(ReadOnlySpan<T> row) where T : IFloatingPointIeee754<T>
    {
        var largest = row[0];
        foreach (var logit in row) largest = T.MaxNative(logit, largest);
        return largest;
    }
}
