using System.Numerics;

namespace CnnVerified.Layers.Kernels;

/// <summary>
/// The products of a dense layer's backward pass. If the weights fit into a core's second cache, the outputs are divided in
/// halves, and dx is the first half's sum plus the second's, whatever the number of threads and samples. Where the weights
/// outweigh the samples, a thread takes those of a half, computes what they add to dx and then their gradient, so that the
/// weights it writes are those it has just read.
/// </summary>
internal static class DenseGradients
{
    // The same on every machine, as are the sums.
    private const int TileRows = InnerProducts.ColumnStep, MostWeights = 128 * 1024;

    /// <summary>
    /// By all threads: writes dx = dy·W, unless it is null, and adds dyᵀ·x, times the scale if that is not 0, to dW, which may
    /// be W.
    /// </summary>
    public static void Of<T>(Tensor<T> weights, Tensor<T> x, Tensor<T> dy, Tensor<T>? dx, Tensor<T> dW, T scale)
        where T : IFloatingPointIeee754<T>
    {
        var (samples, outputs, inputs) = (x.Shape[0], weights.Shape[0], weights.Shape[1]);
        var cost = 2L * samples * outputs * inputs;
        var threads = Team.Threads(cost);
        var halves = samples > outputs || Middle(outputs, inputs) == outputs || threads == 1 ? 1 : 2;
        var parts = Math.Min(threads / halves, inputs / OuterTile.Columns<T>() + 1);
        using var second = new Buffer<T>(dx is null || halves == 1 ? 0 : dx.Shape.Count, isExchanged: true);
        var products = new Products<T>(
            weights.Rows, x.Rows, dy.Rows, dx?.Rows, second.Matrix(samples, inputs), dW.Rows, scale, halves, parts);
        Team.For(halves * parts, cost / halves / parts, products, static (s, first, count) =>
        {
            for (var i = first; i < first + count; i++) s.Take(i / s.Parts, i % s.Parts);
        });
        if (second.Span.Length > 0)
            Team.ForEntries(second.Span.Length, (dx, second: second.Memory), static (s, entries) =>
                AddScaled.To(s.dx!.Values[entries], T.One, s.second.Span[entries]));
    }

    /// <summary>
    /// For one sample, dx = dy·W, unless it is null, and W ← W − η·(dyᵀ·x) with the same bits, in one pass over the weights: dx
    /// takes from a row before the step changes it.
    /// </summary>
    public static void Descend<T>(Tensor<T> weights, Tensor<T> x, Tensor<T> dy, Tensor<T>? dx, T learningRate)
        where T : IFloatingPointIeee754<T>
    {
        var (outputs, inputs) = (weights.Shape[0], weights.Shape[1]);
        var middle = Middle(outputs, inputs);
        dx?.Values.Clear();
        Step(0..middle, dx is null ? default : dx.Values);
        if (middle == outputs) return;
        using var second = new Buffer<T>(dx is null ? 0 : inputs);
        second.Span.Clear();
        Step(middle..outputs, second.Span);
        if (dx is not null) AddScaled.To(dx.Values, T.One, second.Span);

        void Step(Range rows, Span<T> sums) =>
            DescendRows.Step(weights.Part(rows), learningRate, dy.Values[rows], x.Values, sums);
    }

    /// <summary>Where the second half of the outputs begins: where a tile of rows does, if there are several.</summary>
    private static int Middle(int outputs, int inputs) =>
        outputs == 1 || outputs * (long)inputs > MostWeights ? outputs
        : outputs < 2 * TileRows ? (outputs + 1) / 2 : (outputs + TileRows) / 2 / TileRows * TileRows;

    private readonly record struct Products<T>(
        Matrix<T> W, Matrix<T> X, Matrix<T> Dy, Matrix<T>? Dx, Matrix<T> Second, Matrix<T> DW, T Scale, int Halves,
        int Parts)
        where T : IFloatingPointIeee754<T>
    {
        /// <summary>What the columns of a part owe to one half of the outputs, or to both.</summary>
        public void Take(int half, int part)
        {
            var columns = (W.Columns * part / Parts)..(W.Columns * (part + 1) / Parts);
            var middle = Middle(W.Rows, W.Columns);
            var all = Halves == 1 ? 0..W.Rows : half == 0 ? 0..middle : middle..W.Rows;
            if (Dx is { } dx)
            {
                AddTo(half == 0 ? dx : Second, Halves == 1 ? 0..middle : all, columns, T.Zero);
                if (Halves == 1 && middle < W.Rows) AddTo(dx, middle..W.Rows, columns, T.One);
            }
            MatrixProduct.Into(
                DW.Part(all, columns), Dy.Part(.., all).Transposed, X.Part(.., columns), add: true, Scale, upwards: half == 0);
        }

        /// <summary>Writes the products of some outputs or, with a scale other than 0, adds them.</summary>
        private void AddTo(Matrix<T> sums, Range outputs, Range columns, T scale) => MatrixProduct.Into(
            sums.Part(.., columns), Dy.Part(.., outputs), W.Part(outputs, columns), add: !T.IsZero(scale), scale);
    }
}
