namespace CnnVerified.Verification.Hypotheses;

/// <summary>
/// The gradients that a convolution's loops give when they assume another stride or padding, or overwrite.
/// </summary>
internal static class ConvolutionSiblings
{
    /// <summary>Strides, paddings and dilations that a loop may have assumed by mistake.</summary>
    public static IEnumerable<(string Words, Func<Arguments, Tensor<double>[]> Gradients)> Of(SlidingWindow window)
    {
        var (size, stride, padding) = (window.Reach, window.Stride, window.Padding);
        (string Words, SlidingWindow Window)[] siblings =
        [
            ("stride 1×1", window with { Stride = 1 }),
            ("stride 1×1 and padding 0×0", window with { Stride = 1, Padding = 0 }),
            ("height and width of the stride swapped", window with { Stride = (stride.Width, stride.Height) }),
            ("the height's stride for both axes", window with { Stride = stride.Height }),
            ("the width's stride for both axes", window with { Stride = stride.Width }),
            ("padding 0×0", window with { Padding = 0 }),
            ("height and width of the padding swapped", window with { Padding = (padding.Width, padding.Height) }),
            ("the height's padding for both axes", window with { Padding = padding.Height }),
            ("the width's padding for both axes", window with { Padding = padding.Width }),
            ("a padding of 1 more", window with { Padding = (padding.Height + 1, padding.Width + 1) }),
            ("a padding of 1 less", window with { Padding = (padding.Height - 1, padding.Width - 1) }),
            ("padding kernel − 1 − p, as of the full convolution",
                window with { Padding = (size.Height - 1 - padding.Height, size.Width - 1 - padding.Width) }),
            ("dilation 1×1", window with { Dilation = 1 }),
        ];
        foreach (var (words, other) in siblings.Where(s => s.Window != window).DistinctBy(s => s.Window))
            yield return (words, a => Gradients(a, other, overwrite: false));
        yield return ("products overwriting each other instead of adding up",
            a => Gradients(a, window, overwrite: true));
    }

    private static Tensor<double>[] Gradients(Arguments a, SlidingWindow window, bool overwrite)
    {
        var (kernels, bias) = (a.Theta[0], a.Theta[1]);
        var (dk, db, dx) =
            (new Tensor<double>(kernels.Shape), new Tensor<double>(bias.Shape), new Tensor<double>(a.X.Shape));
        for (var i = 0; i < a.Dy.Shape.Count; i++)
        {
            var f = i / (a.Dy.Shape[2] * a.Dy.Shape[3]) % a.Dy.Shape[1];
            Add(ref db[bias.Shape.Rank == 1 ? f : i % bias.Shape.Count], a.Dy[i]);
        }
        foreach (var (n, f, oh, ow, c, u, v, h, w) in window.Products(dx.Shape, dk.Shape, a.Dy.Shape))
        {
            Add(ref dk[f, c, u, v], a.X[n, c, h, w] * a.Dy[n, f, oh, ow]);
            Add(ref dx[n, c, h, w], kernels[f, c, u, v] * a.Dy[n, f, oh, ow]);
        }
        return [dk, db, dx];

        void Add(ref double sum, double term) => sum = overwrite ? term : sum + term;
    }
}
