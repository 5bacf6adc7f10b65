using System.Numerics;

namespace CnnVerified.Layers.Kernels;

/// <summary>The mean of what several taps see, output by output. Tap t sees x[starts[t] + l].</summary>
internal static class MeanOfTaps
{
    /// <summary>y[l] = Σₜ x[starts[t] + l] / taps.</summary>
    public static void Forward<T>(ReadOnlySpan<T> x, ReadOnlySpan<int> starts, Span<T> y) where T : IFloatingPointIeee754<T>
    {
        y.Clear();
        foreach (var start in starts) AddScaled.To(y, T.One, x.Slice(start, y.Length));
        Scale(y, starts.Length);
    }

    /// <summary>dx[starts[t] + l] += dy[l] / taps.</summary>
    public static void Backward<T>(ReadOnlySpan<int> starts, ReadOnlySpan<T> dy, Span<T> dx) where T : IFloatingPointIeee754<T>
    {
        using var shares = new Buffer<T>(dy.Length);
        dy.CopyTo(shares.Span);
        Scale(shares.Span, starts.Length);
        foreach (var start in starts) AddScaled.To(dx.Slice(start, dy.Length), T.One, shares.Span);
    }

    private static void Scale<T>(Span<T> y, int taps) where T : IFloatingPointIeee754<T>
    {
        var divisor = T.CreateChecked(taps);
        for (var l = 0; l < y.Length; l++) y[l] /= divisor;
    }
}
