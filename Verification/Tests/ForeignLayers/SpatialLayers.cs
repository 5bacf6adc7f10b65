namespace CnnVerified.Verification.Tests.ForeignLayers;

/// <summary>Each pixel becomes 2 × 3 of them.</summary>
internal sealed class Upsampling(string bug) : Foreign<double>
{
    public override Shape OutputShape(Shape x) => new(x[0], x[1], 2 * x[2], 3 * x[3]);

    public override void Forward(Tensor<double> x, Tensor<double> y)
    {
        for (var i = 0; i < y.Shape.Count; i++)
            if (y.Shape.IndexOf(i) is [var n, var c, var h, var w]) y[i] = x[n, c, h / 2, w / 3];
    }

    protected override void Back(
        Tensor<double> x, Tensor<double> y, Tensor<double> dy, Tensor<double> dx, Tensor<double>[] d)
    {
        for (var i = 0; i < y.Shape.Count; i++)
        {
            if (y.Shape.IndexOf(i) is not [var n, var c, var h, var w]) continue;
            if (bug == "last row forgotten" && h == y.Shape[2] - 1) continue;
            if (bug == "factors swapped") (h, w) = (Math.Min(h / 3, x.Shape[2] - 1), Math.Min(w / 2, x.Shape[3] - 1));
            else (h, w) = (h / 2, w / 3);
            dx[n, c, h, w] = dy[i] / (bug == "a mean of the copies" ? 6 : 1)
                + (bug == "one of the copies" ? 0 : dx[n, c, h, w]);
        }
    }
}

/// <summary>y = (Σ |x|³)^⅓ over windows of 2 × 3.</summary>
internal sealed class LpPooling(string bug) : Foreign<double>
{
    public override Shape OutputShape(Shape x) => new(x[0], x[1], x[2] / 2, x[3] / 3);

    public override void Forward(Tensor<double> x, Tensor<double> y)
    {
        y.Values.Clear();
        for (var i = 0; i < x.Shape.Count; i++) At(y, x, i) += Math.Pow(Math.Abs(x[i]), 3);
        foreach (ref var value in y.Values) value = Math.Cbrt(value);
    }

    protected override void Back(
        Tensor<double> x, Tensor<double> y, Tensor<double> dy, Tensor<double> dx, Tensor<double>[] d)
    {
        for (var i = 0; i < x.Shape.Count; i++)
        {
            var norm = bug == "norm forgotten" ? 1 : At(y, x, i);
            var power = bug == "power forgotten" ? Math.Sign(x[i]) : x[i] * Math.Abs(x[i]);
            if (bug == "sign lost") power = Math.Abs(power);
            if (bug == "3 not cancelled") power *= 3;
            dx[i] = At(dy, x, i) * power / (bug == "divided by the norm" ? norm : norm * norm);
        }
    }

    private static ref double At(Tensor<double> y, Tensor<double> x, int i)
    {
        var at = x.Shape.IndexOf(i);
        return ref y[at[0], at[1], at[2] / 2, at[3] / 3];
    }
}

/// <summary>The mean of each image.</summary>
internal sealed class GlobalAverage(string bug) : Foreign<double>
{
    public override Shape OutputShape(Shape x) => new(x[0], x[1]);

    public override void Forward(Tensor<double> x, Tensor<double> y)
    {
        y.Values.Clear();
        var size = x.Shape[2] * x.Shape[3];
        for (var i = 0; i < x.Shape.Count; i++) y[i / size] += x[i] / size;
    }

    protected override void Back(
        Tensor<double> x, Tensor<double> y, Tensor<double> dy, Tensor<double> dx, Tensor<double>[] d)
    {
        var size = x.Shape[2] * x.Shape[3];
        for (var i = 0; i < x.Shape.Count; i++)
        {
            if (bug == "last place only" && i % size != size - 1) continue;
            var (n, c) = (i / size / x.Shape[1], i / size % x.Shape[1]);
            if (bug == "first channel's dy") c = 0;
            var from = bug == "sample for channel" ? c * x.Shape[0] + n : n * x.Shape[1] + c;
            dx[i] = dy[from] / (bug == "1/(H·W) forgotten" ? 1 : bug == "1/H alone" ? x.Shape[2] : size);
        }
    }
}
