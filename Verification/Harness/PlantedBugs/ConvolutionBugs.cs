using CnnVerified.Layers;

namespace CnnVerified.Verification;

internal sealed class ConvKernelNotRotated() : PlantedBug(
    "conv-kernel-not-rotated", "dx is the full cross-correlation of dy with the kernel where the full convolution belongs.",
    "x[i + u] reached y[i] through k[u], so y[i] answers to x[i + u]: dx[a] = Σᵤ k[u]·dy[a − u], a convolution, which reads the kernel backwards.")
{
    internal override void Spoil(BackwardPass pass) =>
        pass.BackwardOf(Mirrored.Kernels(pass.Convolution)).Input.Values.CopyTo(pass.Dx.Values);
}

internal sealed class ConvKernelGradientReversed() : PlantedBug(
    "conv-kernel-gradient-reversed", "dk is rotated by 180°: the arguments of the cross-correlation were swapped.",
    "dk[u] = Σᵢ x[i + u]·dy[i] slides dy over x. Cross-correlation is not commutative: sliding x over dy gives dk[−u].")
{
    internal override void Spoil(BackwardPass pass) => Mirrored.Tensor(pass.DWeights).Values.CopyTo(pass.DWeights.Values);
}

internal sealed class ConvChannelsSwapped() : PlantedBug(
    "conv-channels-swapped", "dx reads the kernels' storage as (C, F, …) where they are (F, C, …).",
    "k[f,c] carries channel c to feature map f, and back: dx of channel c sums k[f,c] over f.")
{
    internal override void Spoil(BackwardPass pass)
    {
        var (k, layer) = (pass.Weights, pass.Convolution);
        var swapped = new Tensor<double>(k.Shape);
        var (features, channels, taps) = (k.Shape[0], k.Shape[1], k.Shape[2] * k.Shape[3]);
        for (var f = 0; f < features; f++)
            for (var c = 0; c < channels; c++)
                k.Values.Slice((c * features + f) * taps, taps).CopyTo(swapped.Values[((f * channels + c) * taps)..]);
        var other = new Convolution<double>(swapped, layer.Parameters[1].Value, layer.Window.Stride, layer.Window.Padding);
        pass.BackwardOf(other).Input.Values.CopyTo(pass.Dx.Values);
    }
}

internal sealed class ConvStrideIgnored() : PlantedBug(
    "conv-stride-ignored", "dx puts dy back at stride 1, whatever the stride was.",
    "Output i saw the inputs i·s + u, so dy[i] belongs to dx[i·s + u]; at stride 1 it all crowds into the first corner.")
{
    internal override void Spoil(BackwardPass pass)
    {
        var (k, dy, window) = (pass.Weights, pass.Dy, pass.Convolution.Window);
        pass.Dx.Values.Clear();
        Taps.ForEach(k.Shape, dy.Shape, (n, f, c, oh, ow, u, v) =>
        {
            var (h, w) = (oh + u - window.Padding.Height, ow + v - window.Padding.Width);
            if (h >= 0 && w >= 0 && h < pass.X.Shape[2] && w < pass.X.Shape[3]) pass.Dx[n, c, h, w] += k[f, c, u, v] * dy[n, f, oh, ow];
        });
    }
}

internal sealed class ConvLastRowDropped() : PlantedBug(
    "conv-last-row-dropped", "The loop over dy's rows stops one too early, so the last row never reaches dx and dk.",
    "Every output answers to its inputs and kernels; the number of rows is ⌊(H + 2p − h)/s⌋ + 1, and the + 1 is the row that was lost.")
{
    internal override void Spoil(BackwardPass pass)
    {
        var dy = pass.Dy.Clone();
        for (var n = 0; n < dy.Shape[0]; n++)
            for (var f = 0; f < dy.Shape[1]; f++)
                for (var w = 0; w < dy.Shape[3]; w++)
                    dy[n, f, dy.Shape[2] - 1, w] = 0;
        var (dx, gradients) = pass.BackwardOf(pass.Layer!, dy: dy);
        dx.Values.CopyTo(pass.Dx.Values);
        gradients[0].Values.CopyTo(pass.DWeights.Values);
    }
}

internal sealed class ConvBiasNotSummed() : PlantedBug(
    "conv-bias-not-summed", "db is dy at the first position of the feature map, not summed over positions.",
    "One bias b[f] is added at every position of every sample, so db[f] = Σ over n, h and w of dy[n,f,h,w].")
{
    internal override void Spoil(BackwardPass pass)
    {
        for (var f = 0; f < pass.DBias.Shape.Count; f++) pass.DBias[f] = pass.Dy[0, f, 0, 0];
    }
}
