using System.Numerics;

namespace CnnVerified.Verification.Tests.ForeignLayers;

/// <summary>A recurrent layer over a sequence (N, time, inputs), and a gated cell of one step.</summary>
internal static class Recurrent
{
    public static ForeignLayer[] All { get; } =
    [
        new("recurrent layer", bug => GradientCheck.Of(new Rnn<double>(bug, Draw.Tensor(91, 4, 3),
            Draw.Tensor(92, 4, 4), Draw.Tensor(93, 4))).At(Draw.Tensor(94, 2, 5, 3)),
            new("not carried back in time", "time", "step", "earlier", "carried", "axis 1",
                "without the path to y[(row - 1) * units + j]"),
            new("last step's dy only", "dy with only the last axis 1", "last step", "only the last time"),
            new("U for its transpose", "U transposed", "transpose"),
            new("slope of the last step", "step", "time", "row stands for every at"),
            new("dU of present states", "further in place of the second factor", "shifted", "present", "step"),
            new("db of the last sample", "only the last N", "only the last axis 0"),
            new("first step forgotten in dW", "without the first axis 1", "first step", "first time"),
            new("dW not summed over time", "only the first axis 1", "first step", "first time"),
            new("tanh's slope forgotten", "slope", "1 − y²", "constant")),
        new("GRU cell", bug => GradientCheck.OfBackward(
            a => Gru.Forward(a["x"], a["h"], a.Of<double[,]>("W")).Out,
            (a, dy) => Gru.Backward(bug, a["x"], a["h"], a.Of<double[,]>("W"), dy))
            .At(("x", Row(95, 2)), ("h", Row(96, 3)), ("W", Rows(97, 9, 5))),
            new("h not passed on by z", "without the path to h[i] in v * h[i]", "term of z",
                "dy·z", "dy at its own place"),
            new("reset gate's path to h", "term of r", "path"),
            new("z's sign", "−1 × the slope in the first factor", "−1 & rows", "rows 0", "block",
                "axis 0 & −1", "× −1 at"),
            new("sigmoid's slope of the candidate", "y·(1 − y) for the slope in Tanh", "block", "axis 0 ≥ 6",
                "rows 6"),
            new("r's slope forgotten", "block", "axis 0 = 3", "3 ≤ axis 0", "rows 3"),
            new("candidate of h alone", "block", "axis 0 ≥ 6", "rows 6")),
        new("LSTM cell", bug => GradientCheck.OfBackward(
            a => Lstm.Forward(a["x"], a["h"], a["c"], a.Of<double[,]>("W")).Out,
            (a, dy) => Lstm.Backward(bug, a["x"], a["h"], a["c"], a.Of<double[,]>("W"), dy))
            .At(("x", Row(98, 2)), ("h", Row(99, 3)), ("c", Row(100, 3)), ("W", Rows(101, 12, 5))),
            new("forget gate's slope forgotten", "block", "rows 3", "3 ≤ axis 0", "multiplied by f·(1 − f)"),
            new("tanh of the cell forgotten", "without the slope of Tanh", "tanh", "rows", "block", "axis 0 ≤ 5"),
            new("candidate with sigmoid's slope", "y·(1 − y) for the slope in Tanh", "block", "axis 0 ≥ 9", "rows 9"),
            new("dc without the forget gate", "the gradient of the result of ·", "dc = correct/", "dc = dy",
                "gate", "factor of its own for each entry"),
            new("gates' order in dW", "block", "permuted", "swapped", "rows"),
            new("dc of the output gate", "which follows from it", "rows", "block", "axis 0 ≥ 6", "6 ≤ axis 0")),
    ];

    private static double[] Row(int seed, int length) => Draw.Tensor(seed, length).Values.ToArray();

    private static double[,] Rows(int seed, int rows, int columns)
    {
        var (matrix, tensor) = (new double[rows, columns], Draw.Tensor(seed, rows, columns));
        for (var i = 0; i < tensor.Shape.Count; i++) matrix[i / columns, i % columns] = tensor[i];
        return matrix;
    }

    /// <summary>hₜ = tanh(W·xₜ + U·hₜ₋₁ + b), every state given out.</summary>
    private sealed class Rnn<T>(string bug, Tensor<T> w, Tensor<T> u, Tensor<T> b)
        : Foreign<T>(new("W", w), new("U", u), new("b", b)) where T : IFloatingPointIeee754<T>
    {
        public override Shape OutputShape(Shape x) => new(x[0], x[1], b.Shape[0]);

        public override void Forward(Tensor<T> x, Tensor<T> y)
        {
            var (steps, inputs, units) = (x.Shape[1], x.Shape[2], b.Shape[0]);
            for (var row = 0; row < x.Shape[0] * steps; row++)
                for (var i = 0; i < units; i++)
                {
                    var z = b[i];
                    for (var j = 0; j < inputs; j++) z += w[i, j] * x[row * inputs + j];
                    for (var j = 0; j < units && row % steps > 0; j++) z += u[i, j] * y[(row - 1) * units + j];
                    y[row * units + i] = T.Tanh(z);
                }
        }

        protected override void Back(Tensor<T> x, Tensor<T> y, Tensor<T> dy, Tensor<T> dx, Tensor<T>[] d)
        {
            var (steps, inputs, units) = (x.Shape[1], x.Shape[2], b.Shape[0]);
            for (var n = 0; n < x.Shape[0]; n++)
            {
                var carried = new T[units];
                if (bug == "db of the last sample") d[2].Values.Clear();
                for (var t = steps - 1; t >= 0; t--)
                {
                    var (row, dz) = (n * steps + t, new T[units]);
                    for (var i = 0; i < units; i++)
                    {
                        var at = bug == "slope of the last step" ? n * steps + steps - 1 : row;
                        var own = bug == "last step's dy only" && t < steps - 1 ? T.Zero : dy[row * units + i];
                        dz[i] = (own + carried[i]) * (bug == "tanh's slope forgotten" ? T.One
                            : T.One - y[at * units + i] * y[at * units + i]);
                    }
                    carried = new T[units];
                    if (bug == "dW not summed over time") d[0].Values.Clear();
                    for (var i = 0; i < units; i++)
                    {
                        d[2][i] += dz[i];
                        for (var j = 0; j < inputs; j++)
                        {
                            if (bug != "first step forgotten in dW" || t > 0) d[0][i, j] += dz[i] * x[row * inputs + j];
                            dx[row * inputs + j] += w[i, j] * dz[i];
                        }
                        for (var j = 0; j < units && t > 0; j++)
                        {
                            d[1][i, j] += dz[i] * y[(bug == "dU of present states" ? row : row - 1) * units + j];
                            if (bug != "not carried back in time")
                                carried[j] += (bug == "U for its transpose" ? u[j, i] : u[i, j]) * dz[i];
                        }
                    }
                }
            }
        }

        public override Layer<U> Over<U>() => new Rnn<U>(bug, w.Over<U>(), u.Over<U>(), b.Over<U>());
    }
}
