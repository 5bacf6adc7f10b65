using System.Numerics;
using CnnVerified.Layers.Kernels.Convolution;

namespace CnnVerified.Layers.Kernels.Pooling;

/// <summary>
/// How images of one size are pooled: whether by squares, or else through their planes. If these are padded, there are
/// also planes with 1 where an input stands and 0 elsewhere.
/// </summary>
internal sealed record PoolingPlan<T>(Extent Image, WindowPlanes? Planes, T[] Inside) where T : IFloatingPointIeee754<T>
{
    /// <summary>About how many multiplications the time for an image would suffice for.</summary>
    public long Cost => 4L * Image.Height * Image.Width;

    /// <summary>The plan for windows that kernels like; null for others.</summary>
    public static PoolingPlan<T>? For(SlidingWindow window, Extent image)
    {
        if (SquareWindows.Suit<T>(window, image)) return new(image, null, []);
        if (!WindowPlanes.Suit<T>(window, image, rowByRow: true)) return null;
        var planes = new WindowPlanes(window, image);
        if (window.Padding == 0) return new(image, planes, []);
        var (ones, inside) = (new T[image.Height * image.Width], new T[planes.ChannelSize]);
        Array.Fill(ones, T.One);
        planes.Fill(ones, T.Zero, inside.AsSpan());
        return new(image, planes, inside);
    }
}
