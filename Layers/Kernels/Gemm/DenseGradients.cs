using System.Numerics;
using CnnVerified.Layers.Kernels.Threads;
using CnnVerified.Layers.Kernels.Vectors;

namespace CnnVerified.Layers.Kernels.Gemm;

/// <summary>
/// The products of a dense layer's backward pass. If the weights fit into a core's second cache, the outputs are
/// divided in halves, and dx is one half's sum plus the other's, whatever the number of threads and samples. Where the
/// weights outweigh the samples, a thread takes those of a half, so that the weights it writes are those it has just
/// read: it first lends the other thread what they add to its share of dx, then finishes a share of its own and
/// computes their gradient.
/// </summary>
internal static class DenseGradients
{
    // The same on every machine, as are the sums.
    private const int TileRows = InnerProducts.ColumnStep, MostWeights = 128 * 1024;

    /// <summary>
    /// By all threads: writes dx = dy·W, unless it is null, and adds dyᵀ·x, times the scale if that is not 0, to dW,
    /// which may be W.
    /// </summary>
    public static void Of<T>(Tensor<T> weights, Tensor<T> x, Tensor<T> dy, Tensor<T>? dx, Tensor<T> dW, T scale)
        where T : IFloatingPointIeee754<T>
    {
        var (samples, outputs, inputs) = (x.Shape[0], weights.Shape[0], weights.Shape[1]);
        var cost = 2L * samples * outputs * inputs;
        var (threads, middle) = (Team.Threads(cost), Middle(outputs, inputs));
        var mostParts = inputs / (2 * Lanes.Of<T>());       // of the columns: half of each still fills a vector
        var halves = samples > outputs || middle == outputs || threads == 1 || mostParts == 0 ? 1 : 2;
        var parts = Math.Clamp(mostParts, 1, threads / halves);
        using var lent = new Buffer<T>(dx is null || halves == 1 ? 0 : dx.Shape.Count, isExchanged: true);
        var products = new Products<T>(
            weights.Rows, x.Rows, dy.Rows, dx?.Rows, lent.Panels(samples, inputs), dW.Rows, scale, middle, halves,
            parts);
        if (lent.Span.Length > 0)
            Team.For(halves * parts, cost / 8 / parts, products, static (s, first, count) =>
            {
                for (var i = first; i < first + count; i++) s.Lend(i / s.Parts, i % s.Parts);
            });
        Team.For(halves * parts, cost / halves / parts, products, static (s, first, count) =>
        {
            for (var i = first; i < first + count; i++) s.Take(i / s.Parts, i % s.Parts);
        });
    }

    /// <summary>
    /// For one sample, dx = dy·W, unless it is null, and W ← W − η·(dyᵀ·x) with the same bits, in one pass over the
    /// weights: dx takes from a row before the step changes it.
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
        Matrix<T> W, Matrix<T> X, Matrix<T> Dy, Matrix<T>? Dx, Matrix<T> Lent, Matrix<T> DW, T Scale, int Middle,
        int Halves, int Parts)
        where T : IFloatingPointIeee754<T>
    {
        /// <summary>
        /// Writes what one half of the outputs adds to the other's share of dx, in a part of its columns.
        /// </summary>
        public void Lend(int half, int part)
        {
            var (samples, columns) = Share(1 - half, part);
            Multiply(Lent.Part(samples, columns), default, samples, Outputs(half), columns, T.Zero);
        }

        /// <summary>What a part of the columns owes to one half of the outputs, or to both.</summary>
        public void Take(int half, int part)
        {
            var outputs = Halves == 1 ? 0..W.Rows : Outputs(half);
            if (Dx is { } dx)
            {
                var (samples, columns) = Share(half, part);
                var share = dx.Part(samples, columns);
                if (Halves == 2)
                {
                    Multiply(share, Lent.Part(samples, columns), samples, outputs, columns, T.One);
                }
                else
                {
                    Multiply(share, default, samples, Outputs(0), columns, T.Zero);
                    if (Middle < W.Rows) Multiply(share, share, samples, Outputs(1), columns, T.One);
                }
            }
            var all = Piece(W.Columns, part, Parts);
            var dW = DW.Part(outputs, all);
            MatrixProduct.Into(dW, dW, Dy.Part(.., outputs).Transposed, X.Part(.., all), Scale);
        }

        private Range Outputs(int half) => half == 0 ? 0..Middle : Middle..W.Rows;

        /// <summary>
        /// What of dx is finished with a half of the outputs, in a part of the columns: half of the samples, since
        /// threads divide those in the layer before too, or half of the part, if there are few samples for a tile.
        /// </summary>
        private (Range Samples, Range Columns) Share(int half, int part) =>
            Halves == 1 ? (0..X.Rows, Piece(W.Columns, part, Parts))
            : X.Rows >= 2 * TileRows ? (Piece(X.Rows, half, 2), Piece(W.Columns, part, Parts))
            : (0..X.Rows, Piece(W.Columns, 2 * part + half, 2 * Parts));

        private static Range Piece(int count, int number, int pieces) =>
            (int)((long)count * number / pieces)..(int)((long)count * (number + 1) / pieces);

        /// <summary>
        /// C = From + the products of some outputs; with a scale of 1, the products are summed up before.
        /// </summary>
        private void Multiply(Matrix<T> c, Matrix<T> from, Range samples, Range outputs, Range columns, T scale) =>
            MatrixProduct.Into(c, from, Dy.Part(samples, outputs), W.Part(outputs, columns), scale);
    }
}
