using static CnnVerified.Layers.Reference.Loops;

namespace CnnVerified.Layers.Reference;

/// <summary>
/// x (N, C, H, W), k (F, C, height, width), y (N, F, H′, W′), b (F) or (F, H′, W′); dx, dk, db and dy likewise. The
/// window leads output (oh, ow) and tap (u, v) to input (h, w).
/// </summary>
internal static class Convolution
{
    /// <summary>y[n,f,oh,ow] = b + Σ_{c,u,v} k[f,c,u,v]·x[n,c,h,w] for some of the images (n, f).</summary>
    public static void Forward<T>(
        Tensor<T> x, Tensor<T> k, Tensor<T> b, SlidingWindow window, Tensor<T> y, Range images)
        where T : IFloatingPointIeee754<T>
    {
        foreach (var (n, f, oh, ow) in Entries(y.Shape, images)) y[n, f, oh, ow] = Of(b, f, oh, ow, y.Shape);
        foreach (var (n, f, oh, ow, c, u, v, h, w) in window.Products(x.Shape, k.Shape, y.Shape, images))
            AddProduct(ref y[n, f, oh, ow], k[f, c, u, v], x[n, c, h, w]);
    }

    /// <summary>
    /// Every product hands its dy to both factors: dk[f,c,u,v] += dy·x, dx[n,c,h,w] = Σ dy·k; and db += dy.
    /// </summary>
    public static void Backward<T>(
        Tensor<T> x, Tensor<T> k, SlidingWindow window, Tensor<T> dy, Tensor<T>? dx, Tensor<T> dk, Tensor<T> db)
        where T : IFloatingPointIeee754<T>
    {
        foreach (var (n, f, oh, ow) in Entries(dy.Shape, Range.All))
            Of(db, f, oh, ow, dy.Shape) += dy[n, f, oh, ow];
        dx?.Values.Clear();
        foreach (var (n, f, oh, ow, c, u, v, h, w) in window.Products(x.Shape, k.Shape, dy.Shape))
        {
            AddProduct(ref dk[f, c, u, v], dy[n, f, oh, ow], x[n, c, h, w]);
            if (dx is not null) AddProduct(ref dx[n, c, h, w], dy[n, f, oh, ow], k[f, c, u, v]);
        }
    }

    /// <summary>The bias of a kernel or, if there is one for each, of an output position.</summary>
    private static ref T Of<T>(Tensor<T> b, int f, int oh, int ow, Shape y) where T : IFloatingPointIeee754<T> =>
        ref b[b.Shape.Rank == 1 ? f : (f * y[2] + oh) * y[3] + ow];
}
