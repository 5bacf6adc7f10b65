using CnnVerified.Layers;

namespace CnnVerified.Verification;

/// <summary>
/// One product of a convolution: input (N, C, H, W) times kernel entry (F, C, U, V), part of output (N, F, Oh, Ow).
/// </summary>
internal readonly record struct Tap(int N, int F, int C, int Oh, int Ow, int U, int V, int H, int W);

/// <summary>
/// A convolution's products one by one, output by output, and the gradients that follow for a stride or padding other
/// than the forward pass's: products that fall off the image are left out.
/// </summary>
internal static class Taps
{
    /// <summary>Visits every product whose input lies inside the image.</summary>
    public static void ForEach(Shape x, Shape kernels, Shape y, Extent stride, Extent padding, Action<Tap> visit)
    {
        for (var n = 0; n < y[0]; n++)
            for (var f = 0; f < y[1]; f++)
                for (var oh = 0; oh < y[2]; oh++)
                    for (var ow = 0; ow < y[3]; ow++)
                        for (var c = 0; c < kernels[1]; c++)
                            for (var u = 0; u < kernels[2]; u++)
                                for (var v = 0; v < kernels[3]; v++)
                                {
                                    var h = oh * stride.Height - padding.Height + u;
                                    var w = ow * stride.Width - padding.Width + v;
                                    if (h >= 0 && w >= 0 && h < x[2] && w < x[3])
                                        visit(new(n, f, c, oh, ow, u, v, h, w));
                                }
    }

    /// <summary>Visits the products of a backward pass.</summary>
    public static void ForEach(BackwardPass pass, Extent stride, Extent padding, Action<Tap> visit) =>
        ForEach(pass.X.Shape, pass.Weights.Shape, pass.Dy.Shape, stride, padding, visit);

    /// <summary>dx with another stride, padding or kernels.</summary>
    public static Tensor<double> InputGradient(
        BackwardPass pass, Extent? stride = null, Extent? padding = null, Tensor<double>? kernels = null)
    {
        var (window, k, dx) = (pass.Convolution.Window, kernels ?? pass.Weights, new Tensor<double>(pass.X.Shape));
        ForEach(pass, stride ?? window.Stride, padding ?? window.Padding, tap =>
            dx[tap.N, tap.C, tap.H, tap.W] += k[tap.F, tap.C, tap.U, tap.V] * pass.Dy[tap.N, tap.F, tap.Oh, tap.Ow]);
        return dx;
    }

    /// <summary>dk with another stride.</summary>
    public static Tensor<double> KernelGradient(BackwardPass pass, Extent stride)
    {
        var dk = new Tensor<double>(pass.Weights.Shape);
        ForEach(pass, stride, pass.Convolution.Window.Padding, tap =>
            dk[tap.F, tap.C, tap.U, tap.V] += pass.X[tap.N, tap.C, tap.H, tap.W]
                * pass.Dy[tap.N, tap.F, tap.Oh, tap.Ow]);
        return dk;
    }
}
