using static CnnVerified.Layers.Reference.Loops;

namespace CnnVerified.Layers.Reference;

/// <summary>x (N, C, H, W), y (N, C, H′, W′); dx and dy likewise.</summary>
internal static class MaxPooling
{
    /// <summary>y[n,c,oh,ow] = the largest x[n,c,h,w] of its window, for some of the images (n, c).</summary>
    public static void Forward<T>(Tensor<T> x, SlidingWindow window, Tensor<T> y, Range images)
        where T : IFloatingPointIeee754<T>
    {
        foreach (var (n, c, oh, ow) in Entries(y.Shape, images))
        {
            var (h, w) = Winner(x, window, n, c, oh, ow);
            y[n, c, oh, ow] = x[n, c, h, w];
        }
    }

    /// <summary>dx[n,c,h,w] = Σ dy[n,c,oh,ow] over the windows that this input wins.</summary>
    public static void Backward<T>(Tensor<T> x, SlidingWindow window, Tensor<T> dy, Tensor<T> dx)
        where T : IFloatingPointIeee754<T>
    {
        dx.Values.Clear();
        foreach (var (n, c, oh, ow) in Entries(dy.Shape, Range.All))
        {
            var (h, w) = Winner(x, window, n, c, oh, ow);
            dx[n, c, h, w] += dy[n, c, oh, ow];
        }
    }

    /// <summary>The first of the largest inputs of a window; NaN beats any number.</summary>
    private static (int H, int W) Winner<T>(Tensor<T> x, SlidingWindow window, int n, int c, int oh, int ow)
        where T : IFloatingPointIeee754<T>
    {
        (int H, int W)? winner = null;
        foreach (var (_, _, h, w) in window.Taps(oh, ow, x.Shape))
            if (winner is not { } best || x[n, c, h, w] > x[n, c, best.H, best.W] || T.IsNaN(x[n, c, h, w]))
                winner = (h, w);
        return winner!.Value;
    }
}
