namespace CnnVerified.Verification.Tests.ForeignLayers;

/// <summary>y = t·h + (1 − t)·x with h = tanh(Wh·x + bh) and t = σ(Wt·x + bt).</summary>
internal sealed class Highway(string bug) : Foreign<double>(
    Draw.Parameter("Wh", 126, 4, 4), Draw.Parameter("bh", 127, 4),
    Draw.Parameter("Wt", 128, 4, 4), Draw.Parameter("bt", 129, 4))
{
    private Tensor<double> Wh => Parameters[0].Value;

    private Tensor<double> Wt => Parameters[2].Value;

    public override void Forward(Tensor<double> x, Tensor<double> y)
    {
        for (var n = 0; n < x.Shape[0]; n++)
            for (var i = 0; i < 4; i++)
            {
                var (h, t) = At(x, n, i);
                y[n, i] = t * h + (1 - t) * x[n, i];
            }
    }

    protected override void Back(
        Tensor<double> x, Tensor<double> y, Tensor<double> dy, Tensor<double> dx, Tensor<double>[] d)
    {
        for (var n = 0; n < x.Shape[0]; n++)
            for (var i = 0; i < 4; i++)
            {
                var (h, t) = At(x, n, i);
                var dh = dy[n, i] * t * (1 - h * h);
                var dt = dy[n, i] * (bug == "dT without −x" ? h : h - x[n, i]) * t * (1 - t);
                if (bug != "carried input forgotten") dx[n, i] += dy[n, i] * (bug == "t for 1 − t" ? t : 1 - t);
                d[1][i] += dh;
                d[3][i] += bug == "gate's bias of the other" ? dh : dt;
                for (var j = 0; j < 4; j++)
                {
                    d[0][i, j] += dh * x[n, j];
                    d[2][i, j] += dt * x[n, j];
                    dx[n, j] += dh * (bug == "W for its transpose" ? Wh[j, i] : Wh[i, j]);
                    if (bug != "gate's path to x forgotten") dx[n, j] += dt * Wt[i, j];
                }
            }
    }

    private (double H, double T) At(Tensor<double> x, int n, int i)
    {
        var (h, t) = (Parameters[1].Value[i], Parameters[3].Value[i]);
        for (var j = 0; j < 4; j++) (h, t) = (h + Wh[i, j] * x[n, j], t + Wt[i, j] * x[n, j]);
        return (Math.Tanh(h), 1 / (1 + Math.Exp(-t)));
    }
}
