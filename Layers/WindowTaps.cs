namespace CnnVerified.Layers;

/// <summary>The taps of one output that lie inside the image, row by row, and the inputs that they see.</summary>
public struct WindowTaps
{
    private readonly (int Height, int Width) corner, step;
    private readonly int left, bottom, right;
    private int u, v;

    /// <summary>Those of output (oh, ow) over an image of shape (N, C, H, W).</summary>
    internal WindowTaps(SlidingWindow window, int oh, int ow, Shape x)
    {
        var ((height, width), (down, across)) = (window.Dilation, window.Stride);
        (step, corner) = ((height, width), (oh * down - window.Padding.Height, ow * across - window.Padding.Width));
        (u, bottom) = Inside(corner.Height, height, window.Size.Height, x[2]);
        (left, right) = Inside(corner.Width, width, window.Size.Width, x[3]);
        v = left - 1;
    }

    /// <summary>The tap (U, V) and the input (H, W) that it sees.</summary>
    public readonly (int U, int V, int H, int W) Current =>
        (u, v, corner.Height + u * step.Height, corner.Width + v * step.Width);

    /// <summary>Goes to the next tap, if there is one.</summary>
    public bool MoveNext()
    {
        if (++v >= right) (u, v) = (u + 1, left);
        return u < bottom && v < right;
    }

    /// <summary>The taps themselves.</summary>
    public readonly WindowTaps GetEnumerator() => this;

    /// <summary>The first tap of an axis inside the image, and the one after the last.</summary>
    private static (int First, int End) Inside(int start, int step, int taps, int inputs) =>
        (Math.Max(0, Ceiling(-(long)start, step)), Math.Min(taps, Ceiling((long)inputs - start, step)));

    private static int Ceiling(long count, int step) => (int)Math.Clamp((count + step - 1) / step, 0, int.MaxValue);
}
