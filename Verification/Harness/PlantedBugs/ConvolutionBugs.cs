namespace CnnVerified.Verification.PlantedBugs;

/// <summary>Bugs of a convolution's dx.</summary>
internal static class ConvolutionBugs
{
    public static PlantedBug[] All { get; } =
    [
        Of("conv-kernel-not-rotated",
            "dx is the full cross-correlation of dy with the kernel where the full convolution belongs.",
            "x[i + u] reached y[i] through k[u], so y[i] answers to x[i + u]: dx[a] = Σᵤ k[u]·dy[a − u], a "
            + "convolution, which reads the kernel backwards.",
            "kernels rotated by 180°", pass => pass.SetDx(InputGradient(pass, Mirrored.Tensor(pass.Weights)))),

        Of("conv-kernel-flipped-once",
            "dx reads the kernel backwards along its columns, and then backwards again: only the rows end up rotated.",
            "A rotation by 180° reverses both axes; reversing one is a mirror image, which agrees with it for "
            + "symmetric kernels only.",
            "kernels reversed along columns", pass =>
            {
                var kernels = pass.Weights.Clone();
                var width = kernels.Shape[3];
                for (var row = 0; row < kernels.Shape.Count; row += width) kernels.Values.Slice(row, width).Reverse();
                pass.SetDx(InputGradient(pass, kernels));
            }),

        Of("conv-channels-swapped", "dx reads the kernels' storage as (C, F, …) where they are (F, C, …).",
            "k[f,c] carries channel c to feature map f, and back: dx of channel c sums k[f,c] over f.",
            "kernels with F and C swapped in storage", pass =>
            {
                var k = pass.Weights;
                var swapped = new Tensor<double>(k.Shape);
                var (features, channels, taps) = (k.Shape[0], k.Shape[1], k.Shape[2] * k.Shape[3]);
                for (var f = 0; f < features; f++)
                    for (var c = 0; c < channels; c++)
                        k.Values.Slice((c * features + f) * taps, taps)
                            .CopyTo(swapped.Values[((f * channels + c) * taps)..]);
                pass.SetDx(InputGradient(pass, swapped));
            }),

        Of("conv-stride-ignored", "dx puts dy back at stride 1, whatever the stride was.",
            "Output i saw the inputs i·s + u, so dy[i] belongs to dx[i·s + u]; at stride 1 it all crowds into the "
            + "first corner.",
            "stride 1×1", pass => pass.SetDx(InputGradient(pass, window: pass.Window with { Stride = 1 }))),

        Of("conv-stride-axes-swapped",
            "dx steps by the width's stride down the rows and by the height's along the columns.",
            "Output (oh, ow) saw the inputs (oh·s_h + u, ow·s_w + v): each axis has a stride of its own.",
            "height and width of the stride swapped", pass =>
            {
                var (height, width) = pass.Window.Stride;
                pass.SetDx(InputGradient(pass, window: pass.Window with { Stride = (width, height) }));
            }),

        Of("conv-padding-axes-swapped", "dx crops the width's padding from the rows and the height's from the columns.",
            "Output (oh, ow) saw the inputs (oh·s − p_h + u, ow·s − p_w + v): each axis has a padding of its own.",
            "height and width of the padding swapped", pass =>
            {
                var (height, width) = pass.Window.Padding;
                pass.SetDx(InputGradient(pass, window: pass.Window with { Padding = (width, height) }));
            }),

        Of("conv-padding-not-cropped",
            "dx of the padded image is returned from its corner on, without cropping the padding.",
            "The padded image is the image shifted by p, so dx[i] is entry i + p of the padded image's gradient.",
            "padding 0×0", pass => pass.SetDx(InputGradient(pass, window: pass.Window with { Padding = 0 }))),

        Of("conv-windows-overwrite",
            "Each window assigns its products to dx instead of adding them: where windows overlap, the last one wins.",
            "An input seen by several windows moves all their outputs; the chain rule adds one term for each: dx = Σ "
            + "k·dy.",
            "overwriting each other", pass =>
            {
                var (k, dy, dx) = (pass.Weights, pass.Dy, new Tensor<double>(pass.X.Shape));
                foreach (var (n, f, oh, ow, c, u, v, h, w) in pass.Window.Products(dx.Shape, k.Shape, dy.Shape))
                    dx[n, c, h, w] = k[f, c, u, v] * dy[n, f, oh, ow];
                pass.SetDx(dx);
            }),

        Of("conv-border-missing", "dx is left 0 along the image's border, where the kernel does not fit as a whole.",
            "The first row is seen by fewer windows than an inner one, not by none: dx there has fewer terms, and the "
            + "full convolution keeps them.",
            "without the border", pass =>
            {
                var (height, width) = (pass.Dx.Shape[2], pass.Dx.Shape[3]);
                for (var i = 0; i < pass.Dx.Shape.Count; i++)
                {
                    var index = pass.Dx.Shape.IndexOf(i);
                    if (index[2] == 0 || index[2] == height - 1 || index[3] == 0 || index[3] == width - 1)
                        pass.Dx[i] = 0;
                }
            }),

        Of("conv-shifted-by-one", "dx lies one column too far to the right: an index starts at 1.",
            "dx[w] is the gradient of x[w]; the offsets of the backward pass are those of the forward pass, w = ow·s "
            + "− p + v.",
            "shifted by +1 along W", pass =>
            {
                var width = pass.Dx.Shape[3];
                for (var row = 0; row < pass.Dx.Shape.Count; row += width)
                {
                    pass.Dx.Values.Slice(row, width - 1).CopyTo(pass.Dx.Values[(row + 1)..]);
                    pass.Dx[row] = 0;
                }
            }),
    ];

    private static Bug Of(string name, string mistake, string lesson, string named, Action<BackwardPass> spoil) =>
        new(nameof(Convolution<>), name, mistake, lesson, named, spoil);

    /// <summary>dx for other kernels or another window: products that fall off the image are left out.</summary>
    private static Tensor<double> InputGradient(
        BackwardPass pass, Tensor<double>? kernels = null, SlidingWindow? window = null)
    {
        var (k, dy, dx) = (kernels ?? pass.Weights, pass.Dy, new Tensor<double>(pass.X.Shape));
        foreach (var (n, f, oh, ow, c, u, v, h, w) in (window ?? pass.Window).Products(dx.Shape, k.Shape, dy.Shape))
            dx[n, c, h, w] += k[f, c, u, v] * dy[n, f, oh, ow];
        return dx;
    }
}
