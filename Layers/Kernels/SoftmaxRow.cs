using System.Numerics;

namespace CnnVerified.Layers.Kernels;

/// <summary>pⱼ = e^zⱼ/Σₖ e^zₖ for one row of logits z, from z − max z ≤ 0, so that nothing overflows.</summary>
internal static class SoftmaxRow
{
    /// <summary>Writes p.</summary>
    public static void Of<T>(ReadOnlySpan<T> z, Span<T> p) where T : IFloatingPointIeee754<T>
    {
        var (_, sum) = Exponentials(z, p);
        foreach (ref var entry in p) entry /= sum;
    }

    /// <summary>max z and Σₖ e^(zₖ − max z), so that ln pⱼ = (zⱼ − max z) − ln Σ. NaN if a logit is.</summary>
    public static (T Largest, T Sum) Normalizer<T>(ReadOnlySpan<T> z) where T : IFloatingPointIeee754<T>
    {
        using var exponentials = new Buffer<T>(z.Length);
        return Exponentials(z, exponentials.Span);
    }

    private static (T Largest, T Sum) Exponentials<T>(ReadOnlySpan<T> z, Span<T> p) where T : IFloatingPointIeee754<T>
    {
        var (largest, sum) = (z[0], T.Zero);
        foreach (var logit in z) largest = T.Max(largest, logit);
        for (var j = 0; j < z.Length; j++) p[j] = z[j] - largest;
        Exponential.Of(p);
        foreach (var entry in p) sum += entry;
        return (largest, sum);
    }
}
