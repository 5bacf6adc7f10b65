using CnnVerified.Layers;

namespace CnnVerified.Verification;

/// <summary>
/// The gradients that a convolution's loops give when they assume another stride or padding, or overwrite.
/// </summary>
internal static class ConvolutionSiblings
{
    /// <summary>Strides and paddings that a loop may have assumed by mistake.</summary>
    public static IEnumerable<(string Words, Func<Arguments, Tensor<double>[]> Gradients)> Of(SlidingWindow window)
    {
        var (stride, padding) = (window.Stride, window.Padding);
        (string Words, Extent Stride, Extent Padding)[] siblings =
        [
            ("stride 1×1", 1, padding),
            ("stride 1×1 and padding 0×0", 1, 0),
            ("height and width of the stride swapped", (stride.Width, stride.Height), padding),
            ("the height's stride for both axes", stride.Height, padding),
            ("the width's stride for both axes", stride.Width, padding),
            ("padding 0×0", stride, 0),
            ("height and width of the padding swapped", stride, (padding.Width, padding.Height)),
            ("the height's padding for both axes", stride, padding.Height),
            ("the width's padding for both axes", stride, padding.Width),
            ("a padding of 1 more", stride, (padding.Height + 1, padding.Width + 1)),
            ("a padding of 1 less", stride, (padding.Height - 1, padding.Width - 1)),
            ("padding kernel − 1 − p, as of the full convolution", stride,
                (window.Size.Height - 1 - padding.Height, window.Size.Width - 1 - padding.Width)),
        ];
        var different =
            siblings.Where(s => s.Stride != stride || s.Padding != padding).DistinctBy(s => (s.Stride, s.Padding));
        foreach (var (words, s, p) in different) yield return (words, a => Gradients(a, s, p, overwrite: false));
        yield return ("products overwriting each other instead of adding up",
            a => Gradients(a, stride, padding, overwrite: true));
    }

    private static Tensor<double>[] Gradients(Arguments a, Extent stride, Extent padding, bool overwrite)
    {
        var (kernels, bias) = (a.Theta[0], a.Theta[1]);
        var (dk, db, dx) =
            (new Tensor<double>(kernels.Shape), new Tensor<double>(bias.Shape), new Tensor<double>(a.X.Shape));
        for (var i = 0; i < a.Dy.Shape.Count; i++)
        {
            var f = i / (a.Dy.Shape[2] * a.Dy.Shape[3]) % a.Dy.Shape[1];
            Add(ref db[bias.Shape.Rank == 1 ? f : i % bias.Shape.Count], a.Dy[i]);
        }
        Taps.ForEach(a.X.Shape, kernels.Shape, a.Dy.Shape, stride, padding, tap =>
        {
            var dy = a.Dy[tap.N, tap.F, tap.Oh, tap.Ow];
            Add(ref dk[tap.F, tap.C, tap.U, tap.V], a.X[tap.N, tap.C, tap.H, tap.W] * dy);
            Add(ref dx[tap.N, tap.C, tap.H, tap.W], kernels[tap.F, tap.C, tap.U, tap.V] * dy);
        });
        return [dk, db, dx];

        void Add(ref double sum, double term) => sum = overwrite ? term : sum + term;
    }
}
