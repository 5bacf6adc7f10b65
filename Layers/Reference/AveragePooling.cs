using static CnnVerified.Layers.Reference.Loops;

namespace CnnVerified.Layers.Reference;

/// <summary>x (N, C, H, W), y (N, C, H′, W′), windows of size height × width; dx and dy likewise.</summary>
internal static class AveragePooling
{
    /// <summary>
    /// y[n,c,oh,ow] = Σ x[n,c,h,w]/(height·width) over its window, for some of the images (n, c).
    /// </summary>
    public static void Forward<T>(Tensor<T> x, SlidingWindow window, Tensor<T> y, Range images)
        where T : IFloatingPointIeee754<T>
    {
        var taps = T.CreateChecked((long)window.Size.Height * window.Size.Width);
        foreach (var (n, c, oh, ow) in Entries(y.Shape, images))
        {
            var sum = T.Zero;
            foreach (var (_, _, h, w) in window.Taps(oh, ow, x.Shape)) sum += x[n, c, h, w];
            y[n, c, oh, ow] = sum / taps;
        }
    }

    /// <summary>dx[n,c,h,w] = Σ dy[n,c,oh,ow]/(height·width) over the windows that see this input.</summary>
    public static void Backward<T>(Tensor<T> x, SlidingWindow window, Tensor<T> dy, Tensor<T> dx)
        where T : IFloatingPointIeee754<T>
    {
        var taps = T.CreateChecked((long)window.Size.Height * window.Size.Width);
        dx.Values.Clear();
        foreach (var (n, c, oh, ow) in Entries(dy.Shape, Range.All))
            foreach (var (_, _, h, w) in window.Taps(oh, ow, x.Shape))
                dx[n, c, h, w] += dy[n, c, oh, ow] / taps;
    }
}
