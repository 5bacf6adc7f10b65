namespace CnnVerified.Verification.Tests.ForeignLayers;

/// <summary>Transposed, depthwise and one-dimensional convolution, each with loops of its own, over double.</summary>
internal static class OtherConvolutions
{
    public static ForeignLayer[] All { get; } =
    [
        new("transposed convolution", bug => GradientCheck.Of(new Transposed(bug)).At(Draw.Tensor(81, 2, 3, 2, 1)),
            new("kernel turned in dx", "reversed", "rotated", "flipped"),
            new("dx assigned", "from the last output alone", "last F", "added", "overwr",
                "only the last C, rows and columns"),
            new("stride ignored in dk", "stride"),
            new("channels swapped in dx", "kernels transposed", "kernels with & swapped", "F and C"),
            new("dk of the last sample", "only the last N"),
            new("db a mean", "dbias = correct × 0.5 = 1/N"),
            new("stride ignored on one axis in dx", "stride")),
        new("depthwise convolution", bug => GradientCheck.Of(new Depthwise(bug)).At(Draw.Tensor(82, 2, 3, 3, 4)),
            new("kernel turned in dx", "reversed", "rotated", "flipped"),
            new("first channel's kernel in dx", "kernels with the first F everywhere", "first & everywhere"),
            new("dk summed over channels", "summed over"),
            new("dk of the last sample", "only the last N"),
            new("last column forgotten", "without the last W", "last column", "last W")),
        new("one-dimensional convolution", bug =>
            GradientCheck.Of(new OneDimensional(bug)).At(Draw.Tensor(83, 2, 3, 7)),
            new("kernel turned in dx", "reversed", "rotated", "flipped"),
            new("shifted by one", "padding 0 instead of 1", "shifted"),
            new("dk of the last sample", "only the last N", "only the last axis 0"),
            new("padding forgotten in dk", "padding", "shifted"),
            new("dx assigned", "from the last output alone", "last F", "added", "overwr", "last axis 1",
                "last channel"),
            new("db forgotten", "dbias = 0")),
    ];

    /// <summary>y[n,f,2i+u,2j+v] += k[c,f,u,v]·x[n,c,i,j] with stride 2.</summary>
    private sealed class Transposed(string bug)
        : Foreign<double>(Draw.Parameter("kernels", 84, 3, 3, 2, 3), Draw.Parameter("bias", 85, 3))
    {
        private Tensor<double> K => Parameters[0].Value;

        public override Shape OutputShape(Shape x) =>
            new(x[0], K.Shape[1], 2 * (x[2] - 1) + K.Shape[2], 2 * (x[3] - 1) + K.Shape[3]);

        public override void Forward(Tensor<double> x, Tensor<double> y)
        {
            for (var i = 0; i < y.Shape.Count; i++) y[i] = Parameters[1].Value[y.Shape.IndexOf(i)[1]];
            ForEach(x.Shape, K.Shape, (n, c, f, i, j, u, v) =>
                y[n, f, 2 * i + u, 2 * j + v] += K[c, f, u, v] * x[n, c, i, j]);
        }

        protected override void Back(
            Tensor<double> x, Tensor<double> y, Tensor<double> dy, Tensor<double> dx, Tensor<double>[] d)
        {
            var (kh, kw) = (K.Shape[2] - 1, K.Shape[3] - 1);
            ForEach(x.Shape, K.Shape, (n, c, f, i, j, u, v) =>
            {
                var k = bug == "kernel turned in dx" ? K[c, f, kh - u, kw - v]
                    : bug == "channels swapped in dx" ? K[f, c, u, v] : K[c, f, u, v];
                var row = bug == "stride ignored on one axis in dx" ? i + u : 2 * i + u;
                dx[n, c, i, j] = k * dy[n, f, row, 2 * j + v] + (bug == "dx assigned" ? 0 : dx[n, c, i, j]);
                if (bug == "dk of the last sample" && n < x.Shape[0] - 1) return;
                var stride = bug == "stride ignored in dk" ? 1 : 2;
                d[0][c, f, u, v] += x[n, c, i, j] * dy[n, f, stride * i + u, stride * j + v];
            });
            for (var i = 0; i < y.Shape.Count; i++)
                d[1][y.Shape.IndexOf(i)[1]] += bug == "db a mean" ? dy[i] / x.Shape[0] : dy[i];
        }

        private static void ForEach(Shape x, Shape k, Action<int, int, int, int, int, int, int> f)
        {
            int[][] taps = [.. Enumerable.Range(0, k.Count / k[0]).Select(k.IndexOf)];
            for (var at = 0; at < x.Count; at++)
            {
                var i = x.IndexOf(at);
                foreach (var t in taps) f(i[0], i[1], t[1], i[2], i[3], t[2], t[3]);
            }
        }
    }

    private sealed class Depthwise(string bug) : Foreign<double>(Draw.Parameter("kernels", 86, 3, 2, 3))
    {
        private double K(int c, int u, int v) => Parameters[0].Value[(c * 2 + u) * 3 + v];

        public override Shape OutputShape(Shape x) => new(x[0], x[1], x[2] - 1, x[3] - 2);

        public override void Forward(Tensor<double> x, Tensor<double> y) => ForEach(y.Shape, (n, c, i, j, u, v) =>
            y[n, c, i, j] = (u + v == 0 ? 0 : y[n, c, i, j]) + K(c, u, v) * x[n, c, i + u, j + v]);

        protected override void Back(
            Tensor<double> x, Tensor<double> y, Tensor<double> dy, Tensor<double> dx, Tensor<double>[] d) =>
            ForEach(y.Shape, (n, c, i, j, u, v) =>
            {
                if (bug == "last column forgotten" && j == y.Shape[3] - 1) return;
                dx[n, c, i + u, j + v] += dy[n, c, i, j] * (bug == "kernel turned in dx" ? K(c, 1 - u, 2 - v)
                    : K(bug == "first channel's kernel in dx" ? 0 : c, u, v));
                if (bug == "dk of the last sample" && n < x.Shape[0] - 1) return;
                for (var to = 0; to < 3; to++)
                    if (to == c || bug == "dk summed over channels")
                        d[0][(to * 2 + u) * 3 + v] += dy[n, c, i, j] * x[n, c, i + u, j + v];
            });

        private static void ForEach(Shape y, Action<int, int, int, int, int, int> f)
        {
            for (var at = 0; at < y.Count; at++)
            {
                var i = y.IndexOf(at);
                for (var tap = 0; tap < 6; tap++) f(i[0], i[1], i[2], i[3], tap / 3, tap % 3);
            }
        }
    }
}
