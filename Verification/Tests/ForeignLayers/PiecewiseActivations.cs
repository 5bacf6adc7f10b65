namespace CnnVerified.Verification.Tests.ForeignLayers;

/// <summary>Activations in pieces, over double alone, and one with a slope to learn.</summary>
internal static class PiecewiseActivations
{
    private const double A = 0.2;

    public static ForeignLayer[] All { get; } =
    [
        Of("leaky ReLU", x => x > 0 ? x : A * x, bug => (x, y, dy) => bug switch
        {
            "negative side cut" => x > 0 ? dy : 0,
            "sign of dy asked" => dy > 0 ? dy : A * dy,
            "sides swapped" => x > 0 ? A * dy : dy,
            "value for slope" => x > 0 ? dy : A * x * dy,
            "dy forgotten on one side" => x > 0 ? dy : A,
            _ => x > 0 ? dy : A * dy,
        },
            new("negative side cut", "[x > 0]", "0 where x ≤ 0", "0 where x < 0"),
            new("sign of dy asked", "dy > 0", "dy ≤ 0", "dy < 0", "x replaced by dy", "input replaced by dy"),
            new("sides swapped", "reversed", "swapped", "x replaced by −x", "x ≤ 0", "negated"),
            new("value for slope", "x ≤ 0 & ·x", "x < 0 & ·x", "dy·y & x ≤ 0", "dy·y & x < 0"),
            new("dy forgotten on one side", "dy replaced by 1 & x ≤ 0", "dy replaced by 1 & x < 0", "0.2 & x ≤ 0",
                "0.2 & x < 0")),
        Of("hardtanh", x => Math.Clamp(x, -1, 1), bug => (x, y, dy) => bug switch
        {
            "clip mask forgotten" => dy,
            "lower clip forgotten" => x < 1 ? dy : 0,
            "mask inverted" => x is > -1 and < 1 ? 0 : dy,
            "clipped dy" => Math.Clamp(dy, -1, 1),
            _ => x is > -1 and < 1 ? dy : 0,
        },
            new("clip mask forgotten", "dx = dy."),
            new("lower clip forgotten", "x < −1", "x ≤ −1", "y = −1", "y ≤ −1"),
            new("mask inverted", "|x| > 1", "inverted", "|x| ≥ 1"),
            new("clipped dy", "dy clipped", "dy with", "clip & dy")),
        Of("swish with β = 1.5", x => x / (1 + Math.Exp(-1.5 * x)), bug => (x, y, dy) =>
        {
            var s = 1 / (1 + Math.Exp(-1.5 * x));
            return bug switch
            {
                "β forgotten" => dy * (s + x * s * (1 - s)),
                "sign of the second term" => dy * (s - 1.5 * x * s * (1 - s)),
                "dy in one term only" => dy * s + 1.5 * x * s * (1 - s),
                "y for x" => dy * (s + 1.5 * y * s * (1 - s)),
                _ => dy * (s + 1.5 * x * s * (1 - s)),
            };
        },
            new("β forgotten", "β", "1.5"),
            new("sign of the second term", "2·dy·σ", "sign of", "2·dy·y/x − correct", "−1 × correct"),
            new("dy in one term only", "not linear in dy", "dy forgotten in", "dy replaced by 1 in"),
            new("y for x", "x replaced by y in", "x stands for the second y")),
        Of("softsign", x => x / (1 + Math.Abs(x)), bug => (x, y, dy) =>
        {
            var d = 1 + Math.Abs(x);
            return bug switch
            {
                "square forgotten" => dy / d,
                "sign of x in the slope" => dy / (d * d) * Math.Sign(x),
                "absolute value forgotten" => dy / ((1 + x) * (1 + x)),
                "of y" => dy / ((1 + Math.Abs(y)) * (1 + Math.Abs(y))),
                _ => dy / (d * d),
            };
        },
            new("square forgotten", "(1 + |x|)", "(1 − |y|)", "√"),
            new("sign of x in the slope", "sign"),
            new("absolute value forgotten", "(1 + x)", "x replaced by |x|"),
            new("of y", "x replaced by y", "x stands for y", "x stands for the second y")),
        new("PReLU", bug => GradientCheck.Of(new Prelu(bug)).At(Draw.Tensor(3, 3, 5)),
            new("x forgotten in da", "1 for the slope", "x replaced by 1", "dy·[x ≤ 0]", "dy·[x < 0]", "Σ dy"),
            new("mask forgotten in da", "[x ≤ 0]", "x > 0", "mask", "every x", "is 0 unless x[n, j] <= 0"),
            new("da assigned", "da = correct for dy with only the last N", "last N"),
            new("da of the other side", "x > 0", "other side", "x replaced by −x"),
            new("a of the first feature", "first", "a[0]", "entries of a", "index of a"),
            new("a forgotten", "x ≤ 0", "x < 0", "a replaced by 1", "dx = dy.")),
    ];

    private static ForeignLayer Of(
        string name, Func<double, double> f, Func<string, Func<double, double, double, double>> dx,
        params Mistake[] all) =>
        new(name, bug => GradientCheck.Of(new Pointwise(f, dx(bug))).At(Draw.Tensor(7, 3, 5)), all);

    private sealed class Pointwise(Func<double, double> f, Func<double, double, double, double> back) : Foreign<double>
    {
        public override void Forward(Tensor<double> x, Tensor<double> y)
        {
            for (var i = 0; i < x.Shape.Count; i++) y[i] = f(x[i]);
        }

        protected override void Back(
            Tensor<double> x, Tensor<double> y, Tensor<double> dy, Tensor<double> dx, Tensor<double>[] d)
        {
            for (var i = 0; i < x.Shape.Count; i++) dx[i] = back(x[i], y[i], dy[i]);
        }
    }

    private sealed class Prelu(string bug) : Foreign<double>(Draw.Parameter("a", 4, 5))
    {
        private Tensor<double> Slopes => Parameters[0].Value;

        public override void Forward(Tensor<double> x, Tensor<double> y)
        {
            for (var n = 0; n < x.Shape[0]; n++)
                for (var j = 0; j < x.Shape[1]; j++) y[n, j] = x[n, j] > 0 ? x[n, j] : Slopes[j] * x[n, j];
        }

        protected override void Back(
            Tensor<double> x, Tensor<double> y, Tensor<double> dy, Tensor<double> dx, Tensor<double>[] d)
        {
            for (var n = 0; n < x.Shape[0]; n++)
                for (var j = 0; j < x.Shape[1]; j++)
                {
                    var isLeft = bug == "mask forgotten in da" || x[n, j] > 0 == (bug == "da of the other side");
                    var term = isLeft ? dy[n, j] * (bug == "x forgotten in da" ? 1 : x[n, j]) : 0;
                    d[0][j] = bug == "da assigned" ? term : d[0][j] + term;
                    var a = bug == "a of the first feature" ? Slopes[0] : bug == "a forgotten" ? 1 : Slopes[j];
                    dx[n, j] = x[n, j] > 0 ? dy[n, j] : a * dy[n, j];
                }
        }
    }
}
