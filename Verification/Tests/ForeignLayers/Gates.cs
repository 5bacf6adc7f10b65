using System.Numerics;

namespace CnnVerified.Verification.Tests.ForeignLayers;

/// <summary>Layers with several paths through them: gates, residuals, concatenations.</summary>
internal static class Gates
{
    public static ForeignLayer[] All { get; } =
    [
        new("gated linear unit", bug => GradientCheck.Of(new Glu<double>(bug)).At(Draw.Tensor(121, 3, 8)),
            new("gate's slope forgotten", "block", "feature ≥ 4", "second half", "multiplied by s·(1 − s)"),
            new("values' gate forgotten", "block", "feature ≤ 3", "first half",
                "with 1 for the slope in the numerator of /"),
            new("halves swapped", "halves", "swapped", "shifted", "block", "permuted"),
            new("tanh's slope for the gate", "block", "feature ≥ 4", "second half"),
            new("gate not multiplied by the values", "block", "feature ≥ 4", "second half",
                "with −1/y² for −x/y²")),
        new("highway", bug => GradientCheck.Of(new Highway(bug)).At(Draw.Tensor(122, 3, 4)),
            new("carried input forgotten", "(1 − t)",
                "carried", "path of x", "path to x", "dy at its own place"),
            new("gate's path to x forgotten", "Wt replaced by 0", "term of Wt", "path through Wt"),
            new("dT without −x", "without the path to the second term of −", "h for h − x", "without x", "term of x"),
            new("gate's bias of the other", "dbt = the gradient of bh", "the gradient of bh"),
            new("W for its transpose", "Wh transposed", "transpose"),
            new("t for 1 − t", "which follows from it", "t for 1 − t", "t and 1 − t", "2·t", "dy at its own place")),
        new("residual block", bug => GradientCheck.Of(new Residual(bug)).At(Draw.Tensor(123, 3, 4)),
            new("skip forgotten", "correct − dy", "correct − 1 × dy"),
            new("block's path forgotten", "dx = dy."),
            new("skip counted twice", "correct + 1 × dy", "correct + dy"),
            new("mask of the block after the sum", "y > 0", "y ≤ 0", "mask & y"),
            new("mask forgotten", "in the first argument of Max", "mask", "ReLU", "every W·x",
                "slope of max", "not 0 where z ≤ 0"),
            new("W for its transpose", "W transposed", "transpose")),
        new("concatenation with squares", bug => GradientCheck.Of(new Concatenation(bug)).At(Draw.Tensor(124, 3, 4)),
            new("second half forgotten", "first half", "block", "dx = dy & first", "feature ≤ 3"),
            new("first half forgotten", "2·x", "correct − dy", "first half", "block", "second half"),
            new("2 forgotten in one half", "0.5 & half", "0.5 & block", "0.5 & feature", "term & 0.5"),
            new("halves of dy swapped", "dy & swapped", "dy & block", "dy & halves", "dy shifted", "dy & permuted")),
    ];

    private sealed class Glu<T>(string bug) : Foreign<T> where T : IFloatingPointIeee754<T>
    {
        public override Shape OutputShape(Shape x) => new(x[0], x[1] / 2);

        public override void Forward(Tensor<T> x, Tensor<T> y)
        {
            for (var n = 0; n < y.Shape[0]; n++)
                for (var j = 0; j < y.Shape[1]; j++) y[n, j] = x[n, j] / (T.One + T.Exp(-x[n, y.Shape[1] + j]));
        }

        protected override void Back(Tensor<T> x, Tensor<T> y, Tensor<T> dy, Tensor<T> dx, Tensor<T>[] d)
        {
            var half = y.Shape[1];
            for (var n = 0; n < y.Shape[0]; n++)
                for (var j = 0; j < half; j++)
                {
                    var (a, s) = (x[n, j], T.One / (T.One + T.Exp(-x[n, half + j])));
                    var slope = bug switch
                    {
                        "gate's slope forgotten" => T.One,
                        "tanh's slope for the gate" => T.One - s * s,
                        _ => s * (T.One - s),
                    };
                    dx[n, j] = bug == "values' gate forgotten" ? dy[n, j] : dy[n, j] * s;
                    dx[n, half + j] = dy[n, j] * slope * (bug == "gate not multiplied by the values" ? T.One : a);
                    if (bug == "halves swapped") (dx[n, j], dx[n, half + j]) = (dx[n, half + j], dx[n, j]);
                }
        }

        public override Layer<U> Over<U>() => new Glu<U>(bug);
    }

    /// <summary>y = max(W·x, 0) + x.</summary>
    private sealed class Residual(string bug) : Foreign<double>(Draw.Parameter("W", 125, 4, 4))
    {
        public override void Forward(Tensor<double> x, Tensor<double> y)
        {
            for (var n = 0; n < x.Shape[0]; n++)
                for (var i = 0; i < 4; i++) y[n, i] = Math.Max(Affine(x, n, i), 0) + x[n, i];
        }

        protected override void Back(
            Tensor<double> x, Tensor<double> y, Tensor<double> dy, Tensor<double> dx, Tensor<double>[] d)
        {
            var w = Parameters[0].Value;
            for (var n = 0; n < x.Shape[0]; n++)
                for (var i = 0; i < 4; i++)
                {
                    dx[n, i] += dy[n, i] * (bug == "skip forgotten" ? 0 : bug == "skip counted twice" ? 2 : 1);
                    var z = bug == "mask of the block after the sum" ? y[n, i] : Affine(x, n, i);
                    if (z <= 0 && bug != "mask forgotten") continue;
                    for (var j = 0; j < 4; j++)
                    {
                        d[0][i, j] += dy[n, i] * x[n, j];
                        if (bug != "block's path forgotten")
                            dx[n, j] += dy[n, i] * (bug == "W for its transpose" ? w[j, i] : w[i, j]);
                    }
                }
        }

        private double Affine(Tensor<double> x, int n, int i) =>
            Enumerable.Range(0, 4).Sum(j => Parameters[0].Value[i, j] * x[n, j]);
    }

    /// <summary>y = (x, x²) along the features.</summary>
    private sealed class Concatenation(string bug) : Foreign<double>
    {
        public override Shape OutputShape(Shape x) => new(x[0], 2 * x[1]);

        public override void Forward(Tensor<double> x, Tensor<double> y)
        {
            for (var n = 0; n < x.Shape[0]; n++)
                for (var j = 0; j < x.Shape[1]; j++)
                    (y[n, j], y[n, x.Shape[1] + j]) = (x[n, j], x[n, j] * x[n, j]);
        }

        protected override void Back(
            Tensor<double> x, Tensor<double> y, Tensor<double> dy, Tensor<double> dx, Tensor<double>[] d)
        {
            for (var n = 0; n < x.Shape[0]; n++)
                for (var j = 0; j < x.Shape[1]; j++)
                {
                    var (own, square) = (dy[n, j], dy[n, x.Shape[1] + j]);
                    if (bug == "halves of dy swapped") (own, square) = (square, own);
                    if (bug == "first half forgotten") own = 0;
                    if (bug == "second half forgotten") square = 0;
                    dx[n, j] = own + (bug == "2 forgotten in one half" ? 1 : 2) * x[n, j] * square;
                }
        }
    }
}
