using System.Numerics;

namespace CnnVerified.Verification.Tests.ForeignLayers;

/// <summary>Convolutions of kinds that the library does not have, with and without a bias.</summary>
internal static class Convolutions
{
    public static ForeignLayer[] All { get; } =
    [
        new("dilated convolution", bug => GradientCheck.Of(new General<double>(
            bug, 1, 1, 2, 0, Draw.Tensor(71, 2, 3, 2, 3), Draw.Tensor(72, 2))).At(Draw.Tensor(73, 2, 3, 4, 6)),
            [.. Common,
                new("dilation ignored in dk", "dilation"),
                new("dilation ignored in dx", "dilation"),
                new("dilation for rows only in dx", "dilation")]),
        new("strided convolution with groups", bug => GradientCheck.Of(new General<double>(
            bug, 2, 2, 1, 1, Draw.Tensor(74, 6, 2, 3, 2), Draw.Tensor(75, 6))).At(Draw.Tensor(76, 2, 4, 3, 5)),
            [.. Common,
                new("groups ignored in dx", "group", "at other entries"),
                new("groups swapped in dk", "group", "permuted", "swapped", "reversed along F"),
                new("stride ignored in dx", "stride"),
                new("padding ignored in dk", "padding")]),
        new("convolution without bias", bug => GradientCheck.Of(new General<double>(
            bug, 1, 2, 1, 0, Draw.Tensor(77, 4, 3, 2, 3))).At(Draw.Tensor(78, 2, 3, 4, 5)),
            new("dk assigned", "only the last N"),
            new("dk a mean", "× 0.5 = 1/N"),
            new("dx with the kernel turned", "reversed", "rotated", "flipped"),
            new("dx assigned", "from the last output alone", "overwr", "last window", "added",
                "dy with only the last C"),
            new("stride ignored in dx", "stride"),
            new("last row forgotten in dk", "without the last H", "last row", "dy with only the first H")),
    ];

    private static Mistake[] Common =>
    [
        new("dk assigned", "only the last N"),
        new("db of the first sample", "only the first N", "first sample"),
        new("dx with the kernel turned", "reversed", "rotated", "flipped"),
        new("dx assigned", "from the last output alone", "overwr", "last window", "added", "dy with only the last C"),
        new("last row forgotten in dk", "without the last H", "last row", "dy with only the first H"),
    ];

    /// <summary>y[n,f,i,j] = b[f] + Σ k[f,c,u,v]·x[n, c of the group, i·s + u·d − p, j·s + v·d − p].</summary>
    private sealed class General<T>(
        string bug, int groups, int stride, int dilation, int padding, Tensor<T> k, Tensor<T>? b = null)
        : Foreign<T>(b is null ? [new("kernels", k)] : [new("kernels", k), new("bias", b)])
        where T : IFloatingPointIeee754<T>
    {
        public override Shape OutputShape(Shape x) => new(x[0], k.Shape[0],
            (x[2] + 2 * padding - (k.Shape[2] - 1) * dilation - 1) / stride + 1,
            (x[3] + 2 * padding - (k.Shape[3] - 1) * dilation - 1) / stride + 1);

        public override void Forward(Tensor<T> x, Tensor<T> y)
        {
            for (var position = 0; position < y.Shape.Count; position++)
            {
                var at = y.Shape.IndexOf(position);
                var (n, f, first) = (at[0], at[1], Group(at[1]) * k.Shape[1]);
                var sum = b is null ? T.Zero : b[f];
                for (var c = 0; c < k.Shape[1]; c++)
                    for (var (u, h) = (0, at[2] * stride - padding); u < k.Shape[2]; u++, h += dilation)
                        for (var (v, w) = (0, at[3] * stride - padding); v < k.Shape[3]; v++, w += dilation)
                            if (h >= 0 && h < x.Shape[2] && w >= 0 && w < x.Shape[3])
                                sum += k[f, c, u, v] * x[n, first + c, h, w];
                y[position] = sum;
            }
        }

        protected override void Back(Tensor<T> x, Tensor<T> y, Tensor<T> dy, Tensor<T> dx, Tensor<T>[] d)
        {
            var (rows, columns, count) = (k.Shape[2], k.Shape[3], k.Shape[1]);
            var sample = 0;
            foreach (var (n, f, i, j, c, u, v, h, w) in Terms(x.Shape, y.Shape, stride,
                bug == "dilation ignored in dk" ? 1 : dilation, bug == "padding ignored in dk" ? 0 : padding))
            {
                if (bug == "dk assigned" && n != sample) d[0].Values.Clear();
                sample = n;
                if (bug == "last row forgotten in dk" && i == y.Shape[2] - 1) continue;
                var group = bug == "groups swapped in dk" ? groups - 1 - Group(f) : Group(f);
                d[0][f, c, u, v] += dy[n, f, i, j] * x[n, group * count + c, h, w]
                    / (bug == "dk a mean" ? T.CreateChecked(x.Shape[0]) : T.One);
            }
            foreach (var (n, f, i, j, c, u, v, h, w) in Terms(x.Shape, y.Shape,
                bug == "stride ignored in dx" ? 1 : stride, bug == "dilation ignored in dx" ? 1 : dilation, padding))
            {
                var isTurned = bug == "dx with the kernel turned";
                var kernel = isTurned ? k[f, c, rows - 1 - u, columns - 1 - v] : k[f, c, u, v];
                var column = bug == "dilation for rows only in dx" ? j * stride + v - padding : w;
                ref var target = ref dx[n, (bug == "groups ignored in dx" ? 0 : Group(f)) * count + c, h, column];
                target = kernel * dy[n, f, i, j] + (bug == "dx assigned" ? T.Zero : target);
            }
            for (var i = 0; b is not null && i < y.Shape.Count; i++)
                if (bug != "db of the first sample" || y.Shape.IndexOf(i)[0] == 0) d[1][y.Shape.IndexOf(i)[1]] += dy[i];
        }

        private int Group(int f) => f / (k.Shape[0] / groups);

        private IEnumerable<(int N, int F, int I, int J, int C, int U, int V, int H, int W)> Terms(
            Shape x, Shape y, int s, int d, int p)
        {
            int[][] taps = [.. Enumerable.Range(0, k.Shape.Count / k.Shape[0]).Select(k.Shape.IndexOf)];
            for (var position = 0; position < y.Count; position++)
            {
                var at = y.IndexOf(position);
                foreach (var tap in taps)
                {
                    var (h, w) = (at[2] * s + tap[2] * d - p, at[3] * s + tap[3] * d - p);
                    if (h >= 0 && h < x[2] && w >= 0 && w < x[3])
                        yield return (at[0], at[1], at[2], at[3], tap[1], tap[2], tap[3], h, w);
                }
            }
        }

        public override Layer<U> Over<U>() =>
            new General<U>(bug, groups, stride, dilation, padding, k.Over<U>(), b?.Over<U>());
    }
}
