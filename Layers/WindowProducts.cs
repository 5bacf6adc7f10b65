namespace CnnVerified.Layers;

/// <summary>
/// Every product of a convolution: input (n, c, h, w) times kernel entry (f, c, u, v), a part of output (n, f, oh, ow);
/// output by output, in the order of c, u and v.
/// </summary>
public struct WindowProducts
{
    private readonly SlidingWindow window;
    private readonly Shape x;
    private readonly (int Features, int Channels, int Height, int Width) sizes;
    private readonly int end;
    private int image, oh, ow, c;
    private WindowTaps taps;

    /// <summary>Those of some images (n, f) of y.</summary>
    internal WindowProducts(SlidingWindow window, Shape x, Shape kernels, Shape y, Range images)
    {
        (this.window, this.x, sizes) = (window, x, (y[1], kernels[1], y[2], y[3]));
        (image, var count) = images.GetOffsetAndLength(y[0] * y[1]);
        end = image + count;
        taps = window.Taps(0, 0, x);
    }

    /// <summary>The indices of the output, the kernel entry and the input.</summary>
    public readonly (int N, int F, int Oh, int Ow, int C, int U, int V, int H, int W) Current
    {
        get
        {
            var (u, v, h, w) = taps.Current;
            return (image / sizes.Features, image % sizes.Features, oh, ow, c, u, v, h, w);
        }
    }

    /// <summary>Goes to the next product, if there is one.</summary>
    public bool MoveNext()
    {
        while (image < end && !taps.MoveNext())
        {
            if (++c == sizes.Channels) (ow, c) = (ow + 1, 0);
            if (ow == sizes.Width) (oh, ow) = (oh + 1, 0);
            if (oh == sizes.Height) (image, oh) = (image + 1, 0);
            taps = window.Taps(oh, ow, x);
        }
        return image < end;
    }

    /// <summary>The products themselves.</summary>
    public readonly WindowProducts GetEnumerator() => this;
}
