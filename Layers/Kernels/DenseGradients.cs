using System.Numerics;
using System.Runtime.CompilerServices;

namespace CnnVerified.Layers.Kernels;

/// <summary>
/// The products of a dense layer's backward pass. The outputs are divided in halves, and dx is the first half's sum plus the
/// second's, whatever the number of threads and samples. Where the weights outweigh the samples, a thread takes the weights of
/// a half, computes what they add to dx and then their gradient, so that those it writes are those it has just read.
/// </summary>
internal static class DenseGradients
{
    private const int TileRows = 8;             // the same on every machine, as are the sums
    private const int NearBytes = 1024 * 1024;  // of dx: stays in the second cache between the halves

    /// <summary>By all threads: writes dx = dy·W, unless it is null, and adds dyᵀ·x, times the scale if that is not 0, to dW, which may be W.</summary>
    public static void Of<T>(Tensor<T> weights, Tensor<T> x, Tensor<T> dy, Tensor<T>? dx, Tensor<T> dW, T scale)
        where T : IFloatingPointIeee754<T>
    {
        var (samples, outputs, inputs) = (x.Shape[0], weights.Shape[0], weights.Shape[1]);
        var cost = 2L * samples * outputs * inputs;
        var threads = Team.Threads(cost);
        var halves = samples > outputs || outputs == 1 || threads == 1 ? 1 : 2;
        using var second = new Buffer<T>(dx is null || halves == 1 ? 0 : dx.Shape.Count);
        var size = (long)samples * inputs * Unsafe.SizeOf<T>();
        var parts = (int)Math.Min(threads / halves * (1 + size / NearBytes / halves), inputs / OuterTile.Columns<T>() + 1);
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
        using var second = new Buffer<T>(dx is null ? 0 : dx.Shape.Count);
        dx?.Values.Clear();
        second.Span.Clear();
        for (var half = 0; half < 2; half++)
        {
            var rows = Half(weights.Shape[0], half);
            var sums = half > 0 || dx is null ? second.Span : dx.Values;
            DescendRows.Step(weights.Part(rows), learningRate, dy.Values[rows], x.Values, sums);
        }
        if (dx is not null) AddScaled.To(dx.Values, T.One, second.Span);
    }

    private readonly record struct Products<T>(
        Matrix<T> W, Matrix<T> X, Matrix<T> Dy, Matrix<T>? Dx, Matrix<T> Second, Matrix<T> DW, T Scale, int Halves, int Parts)
        where T : IFloatingPointIeee754<T>
    {
        /// <summary>What the columns of a part owe to one half of the outputs, or to both.</summary>
        public void Take(int half, int part)
        {
            var columns = (W.Columns * part / Parts)..(W.Columns * (part + 1) / Parts);
            for (var h = half; Dx is { } dx && h < (Halves == 1 ? 2 : half + 1); h++)
            {
                var (rows, isAdded) = (Half(W.Rows, h), Halves == 1 && h == 1);
                MatrixProduct.Into(
                    (half == 0 ? dx : Second).Part(.., columns), Dy.Part(.., rows), W.Part(rows, columns), isAdded, isAdded ? T.One : T.Zero);
            }
            var all = Halves == 1 ? .. : Half(W.Rows, half);
            MatrixProduct.Into(DW.Part(all, columns), Dy.Part(.., all).Transposed, X.Part(.., columns), add: true, Scale);
        }
    }

    /// <summary>The first half ends where a tile of rows does, if there are several.</summary>
    private static Range Half(int outputs, int half)
    {
        var middle = outputs < 2 * TileRows ? (outputs + 1) / 2 : (outputs + TileRows) / 2 / TileRows * TileRows;
        return half == 0 ? 0..middle : middle..outputs;
    }
}
