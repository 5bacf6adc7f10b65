namespace CnnVerified.Verification.PlantedBugs;

/// <summary>Bugs of the gradients of a convolution's kernels and bias.</summary>
internal static class ConvolutionParameterBugs
{
    public static PlantedBug[] All { get; } =
    [
        Of("conv-kernel-gradient-reversed",
            "dk is rotated by 180°: the arguments of the cross-correlation were swapped.",
            "dk[u] = Σᵢ x[i + u]·dy[i] slides dy over x. Cross-correlation is not commutative: sliding x over dy "
            + "gives dk[−u].",
            "rotated by 180°", pass => pass.SetDWeights(Mirrored.Tensor(pass.DWeights))),

        Of("conv-kernel-gradient-stride-ignored", "dk pairs dy with the inputs that a stride of 1 would have seen.",
            "Tap u of output i read x[i·s − p + u], so dk[u] = Σᵢ x[i·s − p + u]·dy[i], with the stride in it.",
            "stride 1×1", pass =>
            {
                var (x, dy, dk) = (pass.X, pass.Dy, new Tensor<double>(pass.Weights.Shape));
                var window = pass.Window with { Stride = 1 };
                foreach (var (n, f, oh, ow, c, u, v, h, w) in window.Products(x.Shape, dk.Shape, dy.Shape))
                    dk[f, c, u, v] += x[n, c, h, w] * dy[n, f, oh, ow];
                pass.SetDWeights(dk);
            }),

        Of("conv-last-row-dropped", "The loop over dy's rows stops one too early, so the last row never reaches dk.",
            "Every output answers to its kernel; the number of rows is ⌊(H + 2p − h)/s⌋ + 1, and the + 1 is the row "
            + "that was lost.",
            "without the last H", pass => pass.SetDWeightsFor(pass.DyWhere(index => index[2] < pass.Dy.Shape[2] - 1))),

        Of("conv-kernel-gradient-mean", "dk is averaged over the output positions where it is their sum.",
            "One kernel serves every position, so dk = Σ over n, h and w; a mean would make the gradient depend on "
            + "the image's size.",
            "= 1/(H′·W′)",
            pass => BackwardPass.Replace(pass.DWeights, dk => dk / (pass.Dy.Shape[2] * pass.Dy.Shape[3]))),

        Of("conv-kernel-gradient-last-sample",
            "dk is overwritten in the loop over the batch, so that only the last image counts.",
            "All images share the kernels: dk is the sum of their contributions.",
            "only the last N", pass => pass.SetDWeightsFor(pass.DyOf(n => n == pass.N - 1))),

        Of("conv-kernel-gradient-first-channel", "dk of every channel is computed from the input's first channel.",
            "k[f,c] multiplied channel c, so dk[f,c] correlates dy with x[c], not with x[0].",
            "the first C everywhere", pass =>
            {
                var dk = pass.DWeights;
                var taps = dk.Shape[2] * dk.Shape[3];
                for (var f = 0; f < dk.Shape[0]; f++)
                    for (var c = 1; c < dk.Shape[1]; c++)
                        dk.Values.Slice(f * dk.Shape[1] * taps, taps)
                            .CopyTo(dk.Values[((f * dk.Shape[1] + c) * taps)..]);
            }),

        Of("conv-bias-not-summed",
            "db is dy at the first position of the first image, not summed over positions and images.",
            "One bias b[f] is added at every position of every sample, so db[f] = Σ over n, h and w of dy[n,f,h,w].",
            "only the first N, H and W", pass =>
            {
                if (pass.DBias.Shape.Rank > 1) return;    // a bias for each position has nothing to sum over
                for (var f = 0; f < pass.DBias.Shape.Count; f++) pass.DBias[f] = pass.Dy[0, f, 0, 0];
            }),

        Of("conv-bias-mean", "db is the mean of dy over images and positions where the sum belongs.",
            "∂y[n,f,h,w]/∂b[f] = 1 at every one of the N·H′·W′ places, and the chain rule adds them up.",
            "= 1/(N·H′·W′)", pass =>
            {
                if (pass.DBias.Shape.Rank > 1) return;    // a bias for each position has nothing to sum over
                foreach (ref var db in pass.DBias.Values) db /= pass.Dy.Shape.Count / pass.Dy.Shape[1];
            }),
    ];

    private static Bug Of(string name, string mistake, string lesson, string named, Action<BackwardPass> spoil) =>
        new(nameof(Convolution<>), name, mistake, lesson, named, spoil);
}
