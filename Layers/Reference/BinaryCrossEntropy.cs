using CnnVerified.Layers.Kernels.Elementwise;

namespace CnnVerified.Layers.Reference;

/// <summary>p, t and dp of one shape with n entries; i is a position in it. ε keeps p from 0 and 1.</summary>
internal static class BinaryCrossEntropy
{
    /// <summary>L = −Σᵢ (tᵢ·ln pᵢ + (1 − tᵢ)·ln(1 − pᵢ))/n, with p clamped to [ε, 1 − ε].</summary>
    public static T Value<T>(Tensor<T> p, Tensor<T> t, T ε) where T : IFloatingPointIeee754<T>
    {
        var sum = T.Zero;
        for (var i = 0; i < p.Shape.Count; i++)
        {
            var q = T.Clamp(p[i], ε, T.One - ε);
            sum -= t[i] * Logarithm.Of(q) + (T.One - t[i]) * Logarithm.Of(T.One - q);
        }
        return sum / T.CreateChecked(p.Shape.Count);
    }

    /// <summary>dpᵢ = (pᵢ − tᵢ)/(pᵢ·(1 − pᵢ))/n; 0 outside [ε, 1 − ε].</summary>
    public static void Gradient<T>(Tensor<T> p, Tensor<T> t, Tensor<T> dp, T ε) where T : IFloatingPointIeee754<T>
    {
        var n = T.CreateChecked(p.Shape.Count);
        for (var i = 0; i < p.Shape.Count; i++)
            dp[i] = p[i] < ε || p[i] > T.One - ε ? T.Zero : (p[i] - t[i]) / (p[i] * (T.One - p[i])) / n;
    }
}
