using CnnVerified.Layers;

namespace CnnVerified.Verification.Tests.Repairing;

/// <summary>
/// Σ w[label]·(mean of a window of x)², and gradients of which one expression is wrong: what belongs there is written
/// in the function.
/// </summary>
internal static class Averages
{
    private const double Share = 0.3;
    private static readonly double[] Weights = [0.7, -1.2, 0.5, 0.9];
    private static readonly int[] Labels = [2, 0, 3];

    public static double Value(double[] x)
    {
        var sum = 0.0;
        for (var k = 0; k < 3; k++)
        {
            var (from, to) = (Math.Max(2 * k - 1, 0), Math.Min(2 * k - 1 + 3, x.Length));
            var mean = 0.0;
            for (var i = from; i < to; i++) mean += x[i] / (to - from);
            sum += (Weights[Labels[k]] + Share) * mean * mean;
        }
        return sum;
    }

    public static double[] WeightOfThePosition(double[] x)
    {
        var g = new double[x.Length];
        for (var k = 0; k < 3; k++)
        {
            var (from, to) = (Math.Max(2 * k - 1, 0), Math.Min(2 * k - 1 + 3, x.Length));
            var factor = 2 * (Weights[k] + Share) * Mean(x, from, to);                  // Weights[Labels[k]]
            for (var i = from; i < to; i++) g[i] += factor / (to - from);
        }
        return g;
    }

    public static double[] EndOfTheClipped(double[] x)
    {
        var g = new double[x.Length];
        for (var k = 0; k < 3; k++)
        {
            var from = Math.Max(2 * k - 1, 0);
            var to = Math.Min(from + 3, x.Length);                                      // 2 * k - 1 + 3
            var factor = 2 * (Weights[Labels[k]] + Share) * Mean(x, from, Math.Min(2 * k - 1 + 3, x.Length));
            for (var i = from; i < to; i++) g[i] += factor / (Math.Min(2 * k - 1 + 3, x.Length) - from);
        }
        return g;
    }

    public static double[] WithoutPadding(double[] x)
    {
        var g = new double[x.Length];
        for (var k = 0; k < 3; k++)
        {
            var (from, to) = (Math.Max(2 * k, 0), Math.Min(2 * k + 3, x.Length));       // 2 * k - 1
            var factor = 2 * (Weights[Labels[k]] + Share) * Mean(x, from, to);
            for (var i = from; i < to; i++) g[i] += factor / (to - from);
        }
        return g;
    }

    public static double[] OtherConstant(double[] x)
    {
        var g = new double[x.Length];
        for (var k = 0; k < 3; k++)
        {
            var (from, to) = (Math.Max(2 * k - 1, 0), Math.Min(2 * k - 1 + 3, x.Length));
            var factor = 2 * (Weights[Labels[k]] + Share / 3) * Mean(x, from, to);      // Share
            for (var i = from; i < to; i++) g[i] += factor / (to - from);
        }
        return g;
    }

    /// <summary>Σ 0.3·max(x, 0.2)², over float.</summary>
    public static float Single(float[] x)
    {
        var sum = 0f;
        for (var k = 0; k < x.Length; k++)
            if (x[k] > 0.2f) sum += 0.3f * x[k] * x[k];
            else sum += 0.3f * 0.2f * 0.2f;
        return sum;
    }

    public static float[] SingleOtherConstant(float[] x)
    {
        var g = new float[x.Length];
        for (var k = 0; k < x.Length; k++)
            if (x[k] > 0.2f) g[k] = (0.7f + 0.17f) * x[k] * 2;                          // 0.3f
        return g;
    }

    private static double Mean(double[] x, int from, int to)
    {
        var mean = 0.0;
        for (var i = from; i < to; i++) mean += x[i] / (to - from);
        return mean;
    }
}

/// <summary>Mean pooling that does not count its padding of 1. Its windows begin without the stride.</summary>
internal sealed class StridedMeans(int stride) : Layer<double>
{
    private const int Window = 3;

    public override Shape OutputShape(Shape x) => new(x[0], (x[1] - 1) / stride + 1);

    public override void Forward(Tensor<double> x, Tensor<double> y)
    {
        for (var n = 0; n < x.Shape[0]; n++)
            for (var k = 0; k < y.Shape[1]; k++)
            {
                var (from, to) = (Math.Max(k * stride - 1, 0), Math.Min(k * stride - 1 + Window, x.Shape[1]));
                y[n, k] = 0;
                for (var i = from; i < to; i++) y[n, k] += x[n, i] / (to - from);
            }
    }

    public override void Backward(Tensor<double> x, Tensor<double> y, Tensor<double> dy, Tensor<double>? dx,
        ReadOnlySpan<Tensor<double>> gradients)
    {
        dx?.Values.Clear();
        for (var n = 0; n < x.Shape[0] && dx is not null; n++)
            for (var k = 0; k < y.Shape[1]; k++)
            {
                var from = Math.Max(k - 1, 0);                                          // k * stride - 1
                var to = Math.Min(k * stride - 1 + Window, x.Shape[1]);
                for (var i = from; i < to; i++) dx[n, i] += dy[n, k] / (to - from);
            }
    }
}
