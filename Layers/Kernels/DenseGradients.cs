using System.Numerics;

namespace CnnVerified.Layers.Kernels;

/// <summary>
/// The products of a dense layer's backward pass. The outputs are divided in halves: a thread takes a half's weights, or some
/// of their columns, computes what they add to dx and then their gradient, so that the weights it writes are those it has just
/// read. dx is the first half's sum plus the second's, whatever the number of threads and samples.
/// </summary>
internal static class DenseGradients
{
    private const int Halves = 2, TileRows = 8;     // the same on every machine, as are the sums

    /// <summary>By all threads: writes dx = dy·W, unless it is null, and adds dyᵀ·x, times the scale if that is not 0, to dW, which may be W.</summary>
    public static void Of<T>(Tensor<T> weights, Tensor<T> x, Tensor<T> dy, Tensor<T>? dx, Tensor<T> dW, T scale)
        where T : IFloatingPointIeee754<T>
    {
        using var second = new Buffer<T>(dx is null ? 0 : dx.Shape.Count);
        var (w, sums) = (weights.Rows, second.Matrix(x.Shape[0], weights.Shape[1]));
        var parts = Math.Clamp(Parallelism.Threads / Halves, 1, Math.Max(1, w.Columns / OuterTile.Columns<T>()));
        var state = (w, x: x.Rows, dy: dy.Rows, dx: dx?.Rows, sums, dW: dW.Rows, parts, scale);
        Team.For(Halves * parts, (long)w.Rows * w.Columns / Halves / parts * x.Shape[0], state, static (s, first, count) =>
        {
            for (var i = first; i < first + count; i++)
            {
                var (half, part) = Math.DivRem(i, s.parts);
                var (rows, columns) = (Half(s.w.Rows, half), (s.w.Columns * part / s.parts)..(s.w.Columns * (part + 1) / s.parts));
                var dy = s.dy.Part(.., rows);
                if (s.dx is { } dx)
                    MatrixProduct.Into((half == 0 ? dx : s.sums).Part(.., columns), dy, s.w.Part(rows, columns), add: false, T.Zero);
                MatrixProduct.Into(s.dW.Part(rows, columns), dy.Transposed, s.x.Part(.., columns), add: true, s.scale);
            }
        });
        if (dx is not null && w.Rows > 1)
            Team.ForEntries(dx.Shape.Count, (dx, second: second.Memory), static (s, entries) =>
                AddScaled.To(s.dx.Values[entries], T.One, s.second.Span[entries]));
    }

    /// <summary>
    /// For one sample, dx = dy·W, unless it is null, and W ← W − η·(dyᵀ·x) with the same bits, in one pass over the weights: dx
    /// takes from a row before the step changes it.
    /// </summary>
    public static void Descend<T>(Tensor<T> weights, Tensor<T> x, Tensor<T> dy, Tensor<T>? dx, T learningRate)
        where T : IFloatingPointIeee754<T>
    {
        using var second = new Buffer<T>(dx is null ? 0 : dx.Shape.Count);
        dx?.Values.Clear();
        second.Span.Clear();
        for (var half = 0; half < Halves; half++)
        {
            var rows = Half(weights.Shape[0], half);
            DescendRows.Step(
                weights.Part(rows), learningRate, dy.Values[rows], x.Values, half > 0 ? second.Span : dx is null ? default : dx.Values);
        }
        if (dx is not null) AddScaled.To(dx.Values, T.One, second.Span);
    }

    /// <summary>The first half ends where a tile of rows does, if there are several.</summary>
    private static Range Half(int outputs, int half)
    {
        var middle = outputs < 2 * TileRows ? (outputs + 1) / 2 : (outputs + TileRows) / 2 / TileRows * TileRows;
        return half == 0 ? 0..middle : middle..outputs;
    }
}
