using System.Numerics;

namespace CnnVerified.Verification.Tests.ForeignLayers;

/// <summary>Relatives of softmax: its logarithm, one over the middle axis with a temperature, one of squares.</summary>
internal static class Softmaxes
{
    public static ForeignLayer[] All { get; } =
    [
        new("log-softmax", bug => GradientCheck.Of(new LogSoftmax<double>(bug)).At(3, 5),
            new("sum of dy forgotten", "Σ dy", "dy − e^y", "dy replaced by 1 in", "dy − softmax",
                "part along softmax"),
            new("softmax forgotten", "Σ dy", "dy − Σ", "softmax"),
            new("softmax's gradient", "softmax", "y replaced by"),
            new("second term forgotten", "dx = dy."),
            new("mean of dy for its sum", "mean", "Σ dy"),
            new("y for e^y", "y·Σ dy", "y for e^y", "Σ dy")),
        new("softmax over the middle axis", bug => GradientCheck.Of(new OverMiddle(bug)).At(Draw.Tensor(31, 2, 3, 4)),
            new("diagonal alone", "without the paths to y at another axis 1", "dy·y·(1 − y) × 0.5."),
            new("sum over the wrong axis", "over axis 2", "along axis 2"),
            new("temperature forgotten", "correct × 2."),
            new("temperature multiplied", "correct × 4."),
            new("sum forgotten", "dy·y × 0.5."),
            new("sum not multiplied by y", "Σ y·dy", "sum")),
        new("normalised exponentials of squares", bug => GradientCheck.Of(new Attentive(bug)).At(3, 4),
            new("2x forgotten", "correct/(x) × 0.5.", "correct/(2x)"),
            new("sum without p", "Σ dy", "sum of dy", "separate"),
            new("p forgotten outside", "correct/(y)", "correct/y")),
    ];

    private sealed class LogSoftmax<T>(string bug) : Foreign<T> where T : IFloatingPointIeee754<T>
    {
        public override void Forward(Tensor<T> x, Tensor<T> y)
        {
            for (var n = 0; n < x.Shape[0]; n++)
            {
                var sum = T.Zero;
                for (var j = 0; j < x.Shape[1]; j++) sum += T.Exp(x[n, j]);
                for (var j = 0; j < x.Shape[1]; j++) y[n, j] = x[n, j] - T.Log(sum);
            }
        }

        protected override void Back(Tensor<T> x, Tensor<T> y, Tensor<T> dy, Tensor<T> dx, Tensor<T>[] d)
        {
            for (var n = 0; n < x.Shape[0]; n++)
            {
                var (sum, dot) = (T.Zero, T.Zero);
                for (var j = 0; j < x.Shape[1]; j++)
                {
                    sum += dy[n, j];
                    dot += dy[n, j] * T.Exp(y[n, j]);
                }
                for (var j = 0; j < x.Shape[1]; j++)
                {
                    var p = T.Exp(y[n, j]);
                    dx[n, j] = bug switch
                    {
                        "sum of dy forgotten" => dy[n, j] - p,
                        "softmax forgotten" => dy[n, j] - sum,
                        "softmax's gradient" => p * (dy[n, j] - dot),
                        "second term forgotten" => dy[n, j],
                        "mean of dy for its sum" => dy[n, j] - p * sum / T.CreateChecked(x.Shape[1]),
                        "y for e^y" => dy[n, j] - y[n, j] * sum,
                        _ => dy[n, j] - p * sum,
                    };
                }
            }
        }

        public override Layer<U> Over<U>() => new LogSoftmax<U>(bug);
    }

    private sealed class OverMiddle(string bug) : Foreign<double>
    {
        private const double Temperature = 2;

        public override void Forward(Tensor<double> x, Tensor<double> y)
        {
            for (var i = 0; i < x.Shape.Count; i++) y[i] = Math.Exp(x[i] / Temperature);
            var sums = new double[x.Shape.Count];
            for (var i = 0; i < sums.Length; i++) sums[i] = Along(1, i, x.Shape).Sum(k => y[k]);
            for (var i = 0; i < sums.Length; i++) y[i] /= sums[i];
        }

        protected override void Back(
            Tensor<double> x, Tensor<double> y, Tensor<double> dy, Tensor<double> dx, Tensor<double>[] d)
        {
            for (var i = 0; i < x.Shape.Count; i++)
            {
                var axis = bug == "sum over the wrong axis" ? 2 : 1;
                var dot = bug == "sum forgotten" ? 0 : Along(axis, i, x.Shape).Sum(k => y[k] * dy[k]);
                dx[i] = bug == "diagonal alone" ? y[i] * (1 - y[i]) * dy[i]
                    : bug == "sum not multiplied by y" ? y[i] * dy[i] - dot
                    : y[i] * (dy[i] - dot);
                dx[i] *= bug switch
                {
                    "temperature forgotten" => 1,
                    "temperature multiplied" => Temperature,
                    _ => 1 / Temperature,
                };
            }
        }

        private static IEnumerable<int> Along(int axis, int position, Shape shape)
        {
            var stride = 1;
            for (var a = axis + 1; a < shape.Rank; a++) stride *= shape[a];
            var first = position - position / stride % shape[axis] * stride;
            return Enumerable.Range(0, shape[axis]).Select(k => first + k * stride);
        }
    }

    /// <summary>y = e^(−x²)/Σ e^(−x²), as kernels weigh neighbours.</summary>
    private sealed class Attentive(string bug) : Foreign<double>
    {
        public override void Forward(Tensor<double> x, Tensor<double> y)
        {
            for (var n = 0; n < x.Shape[0]; n++)
            {
                var sum = Enumerable.Range(0, x.Shape[1]).Sum(j => Math.Exp(-x[n, j] * x[n, j]));
                for (var j = 0; j < x.Shape[1]; j++) y[n, j] = Math.Exp(-x[n, j] * x[n, j]) / sum;
            }
        }

        protected override void Back(
            Tensor<double> x, Tensor<double> y, Tensor<double> dy, Tensor<double> dx, Tensor<double>[] d)
        {
            for (var n = 0; n < x.Shape[0]; n++)
            {
                var dot = Enumerable.Range(0, x.Shape[1]).Sum(j => dy[n, j] * (bug == "sum without p" ? 1 : y[n, j]));
                for (var j = 0; j < x.Shape[1]; j++)
                    dx[n, j] = (bug == "2x forgotten" ? -1 : -2 * x[n, j])
                        * (bug == "p forgotten outside" ? 1 : y[n, j]) * (dy[n, j] - dot);
            }
        }
    }
}
