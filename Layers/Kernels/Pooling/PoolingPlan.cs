using CnnVerified.Layers.Kernels.Convolution;
using CnnVerified.Layers.Kernels.Vectors;

namespace CnnVerified.Layers.Kernels.Pooling;

/// <summary>
/// How images of one size are pooled: by <see cref="SquareWindows{T}"/>, or else through the planes of several, in one
/// stretch of outputs. If images are padded, there are also planes with 1 where an input stands and 0 elsewhere.
/// </summary>
internal sealed class PoolingPlan<T> where T : IFloatingPointIeee754<T>
{
    private const int Together = 1024;                  // numbers of a plane

    private PoolingPlan(SlidingWindow window, Extent image)
    {
        Image = image;
        if (SquareWindows<T>.Suit(window, image))
        {
            Squares = new SquareWindows<T>(image);
            return;
        }
        var (height, width) = WindowPlanes.SizeOf(window, window.OutputSize(image));
        Planes = new WindowPlanes(window, image, Math.Max(1, Together / Math.Max(1, height * width)));
        if (window.Padding == 0) return;
        var ones = new T[Planes.Images * image.Height * image.Width];
        Array.Fill(ones, T.One);
        Inside = new T[RoomOf(Planes)];
        Planes.Fill<T>(ones, Inside);
    }

    /// <summary>The size of the images.</summary>
    public Extent Image { get; }

    /// <summary>The squares; null if there are none.</summary>
    public SquareWindows<T>? Squares { get; }

    /// <summary>The planes of a few; null if there are none.</summary>
    public WindowPlanes? Planes { get; }

    /// <summary>Where in them an input stands; empty if there is no padding.</summary>
    public T[] Inside { get; } = [];

    /// <summary>About how many multiplications the time for an image would suffice for.</summary>
    public long Cost => 4L * Image.Height * Image.Width;

    /// <summary>The plan; null if no array holds the planes.</summary>
    public static PoolingPlan<T>? For(SlidingWindow window, Extent image) =>
        WindowPlanes.Fit(window, image) ? new(window, image) : null;

    /// <summary>The numbers of the planes, and a vector behind them.</summary>
    public static int RoomOf(WindowPlanes planes) => planes.Size + Lanes.Of<T>();
}
