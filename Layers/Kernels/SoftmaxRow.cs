using System.Numerics;

namespace CnnVerified.Layers.Kernels;

/// <summary>pⱼ = e^zⱼ/Σₖ e^zₖ for one row of logits z, from z − max z ≤ 0, so that nothing overflows.</summary>
internal static class SoftmaxRow
{
    /// <summary>Writes p.</summary>
    public static void Of<T>(ReadOnlySpan<T> z, Span<T> p) where T : IFloatingPointIeee754<T>
    {
        var (largest, sum) = Normalizer(z);
        for (var j = 0; j < z.Length; j++) p[j] = Exponential.Of(z[j] - largest) / sum;
    }

    /// <summary>max z and Σₖ e^(zₖ − max z), so that ln pⱼ = (zⱼ − max z) − ln Σ. NaN if a logit is.</summary>
    public static (T Largest, T Sum) Normalizer<T>(ReadOnlySpan<T> z) where T : IFloatingPointIeee754<T>
    {
        var (largest, sum) = (z[0], T.Zero);
        foreach (var logit in z) largest = T.Max(largest, logit);
        foreach (var logit in z) sum += Exponential.Of(logit - largest);
        return (largest, sum);
    }
}
