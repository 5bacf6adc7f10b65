using CnnVerified.Layers.Kernels.Threads;
using CnnVerified.Layers.Kernels.Vectors;

namespace CnnVerified.Layers.Kernels.Gemm;

/// <summary>
/// The products of a dense layer's backward pass. Threads divide the columns of the weights. If the weights are few, dx
/// is the sum over one half of the outputs plus that over the other, whatever the number of threads and samples.
/// </summary>
internal static class DenseGradients
{
    private const int TileRows = 8, MostWeights = 128 * 1024;           // the same on every machine, as are the sums

    /// <summary>
    /// By all threads: writes dx = dy·W, unless it is null, and adds dyᵀ·x, times the scale if that is not 0, to dW,
    /// which may be W.
    /// </summary>
    public static void Of<T>(Tensor<T> weights, Tensor<T> x, Tensor<T> dy, Tensor<T>? dx, Tensor<T> dW, T scale)
        where T : IFloatingPointIeee754<T>
    {
        var (samples, outputs, inputs) = (x.Shape[0], weights.Shape[0], weights.Shape[1]);
        var cost = 2L * samples * outputs * inputs;
        var parts = Math.Clamp(inputs / (2 * Lanes.Of<T>()), 1, Team.Threads(cost));
        Team.For(parts, cost / parts, (weights, x, dy, dx, dW, scale, parts), static (s, first, count) =>
        {
            var (inputs, outputs) = (s.weights.Shape[1], s.weights.Shape[0]);
            var columns = Column(first)..Column(first + count);
            var (middle, dy, dW) = (Middle(outputs, inputs), s.dy.Rows, s.dW.Rows.Part(.., columns));
            if (s.dx?.Rows.Part(.., columns) is { } dx)
            {
                AddOutputs(dx, default, 0..middle, T.Zero);
                if (middle < outputs) AddOutputs(dx, dx, middle..outputs, T.One);
            }
            MatrixProduct.Into(dW, dW, dy.Transposed, s.x.Rows.Part(.., columns), s.scale);

            int Column(int part) => (int)((long)inputs * part / s.parts);

            void AddOutputs(Matrix<T> dx, Matrix<T> from, Range some, T scale) => MatrixProduct.Into(
                dx, from, dy.Part(.., some), s.weights.Rows.Part(some, columns), scale);
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
}
