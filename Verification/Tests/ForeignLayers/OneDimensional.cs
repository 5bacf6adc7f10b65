namespace CnnVerified.Verification.Tests.ForeignLayers;

/// <summary>
/// Convolution along a sequence (N, C, L), padded by one on either side: y[n,f,i] = b[f] + Σ k[f,c,u]·x[n,c,i+u−1].
/// </summary>
internal sealed class OneDimensional(string bug)
    : Foreign<double>(Draw.Parameter("kernels", 87, 4, 3, 3), Draw.Parameter("bias", 88, 4))
{
    private const int Taps = 3;

    public override Shape OutputShape(Shape x) => new(x[0], 4, x[2]);

    public override void Forward(Tensor<double> x, Tensor<double> y)
    {
        var (k, c, l) = (Parameters[0].Value, x.Shape[1], x.Shape[2]);
        for (var n = 0; n < x.Shape[0]; n++)
            for (var f = 0; f < 4; f++)
                for (var i = 0; i < l; i++)
                {
                    y[(n * 4 + f) * l + i] = Parameters[1].Value[f];
                    for (var tap = 0; tap < c * Taps; tap++)
                        if (i + tap % Taps - 1 is var from && from >= 0 && from < l)
                            y[(n * 4 + f) * l + i] += k[f * c * Taps + tap] * x[(n * c + tap / Taps) * l + from];
                }
    }

    protected override void Back(
        Tensor<double> x, Tensor<double> y, Tensor<double> dy, Tensor<double> dx, Tensor<double>[] d)
    {
        var (k, c, l) = (Parameters[0].Value, x.Shape[1], x.Shape[2]);
        for (var n = 0; n < x.Shape[0]; n++)
        {
            if (bug == "dk of the last sample") d[0].Values.Clear();
            for (var at = 0; at < 4 * l; at++)
            {
                var (f, i) = (at / l, at % l);
                var dyi = dy[(n * 4 + f) * l + i];
                if (bug != "db forgotten") d[1][f] += dyi;
                for (var tap = 0; tap < c * Taps; tap++)
                {
                    var (channel, u) = (tap / Taps, tap % Taps);
                    var inDk = i + u - (bug == "padding forgotten in dk" ? 0 : 1);
                    if (inDk >= 0 && inDk < l) d[0][f * c * Taps + tap] += dyi * x[(n * c + channel) * l + inDk];
                    var inDx = i + u - (bug == "shifted by one" ? 0 : 1);
                    if (inDx < 0 || inDx >= l) continue;
                    var turned = bug == "kernel turned in dx" ? Taps - 1 - u : u;
                    ref var target = ref dx[(n * c + channel) * l + inDx];
                    target = dyi * k[(f * c + channel) * Taps + turned] + (bug == "dx assigned" ? 0 : target);
                }
            }
        }
    }
}
