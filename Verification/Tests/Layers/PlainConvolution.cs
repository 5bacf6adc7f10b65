using CnnVerified.Layers;

namespace CnnVerified.Verification.Tests.Layers;

/// <summary>The definition of the convolution layer, loop by loop, as slow as it is plain.</summary>
internal sealed record PlainConvolution(Tensor<double> Kernels, Tensor<double> Bias, Extent Stride, Extent Padding)
{
    private int F => Kernels.Shape[0];
    private int C => Kernels.Shape[1];
    private int Height => Kernels.Shape[2];
    private int Width => Kernels.Shape[3];

    public Tensor<double> Forward(Tensor<double> x)
    {
        var outputHeight = (x.Shape[2] + 2 * Padding.Height - Height) / Stride.Height + 1;
        var outputWidth = (x.Shape[3] + 2 * Padding.Width - Width) / Stride.Width + 1;
        var y = new Tensor<double>(new Shape(x.Shape[0], F, outputHeight, outputWidth));
        ForEachOutput(y.Shape, (n, f, oh, ow) => y[n, f, oh, ow] = Bias[BiasOf(f, oh, ow, y.Shape)]);
        ForEachProduct(x.Shape, y.Shape, (n, f, oh, ow, c, u, v, h, w) =>
            y[n, f, oh, ow] += x[n, c, h, w] * Kernels[f, c, u, v]);
        return y;
    }

    public (Tensor<double> X, Tensor<double> Kernels, Tensor<double> Bias) Backward(Tensor<double> x, Tensor<double> dy)
    {
        var dx = new Tensor<double>(x.Shape);
        var (dk, db) = (new Tensor<double>(Kernels.Shape), new Tensor<double>(Bias.Shape));
        ForEachOutput(dy.Shape, (n, f, oh, ow) => db[BiasOf(f, oh, ow, dy.Shape)] += dy[n, f, oh, ow]);
        ForEachProduct(x.Shape, dy.Shape, (n, f, oh, ow, c, u, v, h, w) =>
        {
            dk[f, c, u, v] += x[n, c, h, w] * dy[n, f, oh, ow];
            dx[n, c, h, w] += Kernels[f, c, u, v] * dy[n, f, oh, ow];
        });
        return (dx, dk, db);
    }

    private delegate void Output(int n, int f, int oh, int ow);

    private delegate void Product(int n, int f, int oh, int ow, int c, int u, int v, int h, int w);

    private int BiasOf(int f, int oh, int ow, Shape y) => Bias.Shape.Rank == 1 ? f : (f * y[2] + oh) * y[3] + ow;

    private static void ForEachOutput(Shape y, Output action)
    {
        for (var n = 0; n < y[0]; n++)
            for (var f = 0; f < y[1]; f++)
                for (var oh = 0; oh < y[2]; oh++)
                    for (var ow = 0; ow < y[3]; ow++)
                        action(n, f, oh, ow);
    }

    /// <summary>Every product of an input inside the image with a kernel entry.</summary>
    private void ForEachProduct(Shape x, Shape y, Product action) => ForEachOutput(y, (n, f, oh, ow) =>
    {
        for (var c = 0; c < C; c++)
            for (var u = 0; u < Height; u++)
                for (var v = 0; v < Width; v++)
                {
                    var h = oh * Stride.Height - Padding.Height + u;
                    var w = ow * Stride.Width - Padding.Width + v;
                    if (h >= 0 && h < x[2] && w >= 0 && w < x[3]) action(n, f, oh, ow, c, u, v, h, w);
                }
    });
}
