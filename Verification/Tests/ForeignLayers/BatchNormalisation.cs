using System.Numerics;

namespace CnnVerified.Verification.Tests.ForeignLayers;

/// <summary>
/// Normalisation of each feature over the batch, in two ways: dx as one formula, and dx through mean and variance.
/// </summary>
internal static class BatchNormalisation
{
    public static ForeignLayer[] All { get; } =
    [
        new("batch normalisation", bug => GradientCheck.Of(
            new BatchNorm<double>(bug, Draw.Tensor(5, 3), Draw.Tensor(6, 3))).At(Draw.Tensor(1, 5, 3)),
            new("mean of dy left out", "mean of dy", "mean(dy)", "Σ dy", "through the mean"),
            new("mean of dy·x̂ left out", "without Σ dy·(x − mean) over N", "x̂", "through the variance"),
            new("both means left out", "without Σ dy and Σ dy·", "γ/σ·dy", "dy·γ/σ", "constants", "μ and σ",
                "mean and variance",
                "separate"),
            new("γ forgotten in dx", "factor & feature", "γ", "gamma replaced by 1", "/ gamma"),
            new("1/N forgotten", "with 5 × Σ dy", "sum & mean", "× N", "Σ"),
            new("dγ of the last sample", "dgamma = correct for dy with only the last N", "last N"),
            new("dγ with x for x̂", "x for x̂", "x̂", "dy·x", "xHat stands for right in dy[n, j] * right"),
            new("dβ a mean", "dbeta = correct × 0.2 = 1/N"),
            new("dγ and dβ swapped", "dgamma = the gradient of beta", "dbeta = the gradient of gamma"),
            new("divided by σ²", "factor & feature", "σ²", "σ", "multiplied by sigma")),
        new("batch normalisation by steps", bug => GradientCheck.Of(
            new BySteps(bug)).At(Draw.Tensor(2, 6, 4)),
            new("path through the mean left out", "mean of dy", "mean(dy)", "Σ dy", "through the mean"),
            new("path through the variance left out", "without Σ dy·(x − mean) over N", "x̂", "through the variance"),
            new("½ of the variance forgotten", "with 2 × Σ dy·(x − mean) over N", "variance", "x̂"),
            new("power −½ for −3/2", "variance", "x̂"),
            new("assigned over the mean's path", "only the first counts", "through the mean", "constant along N",
                "mean")),
    ];

    private sealed class BatchNorm<T>(string bug, Tensor<T> gamma, Tensor<T> beta)
        : Foreign<T>(new("gamma", gamma), new("beta", beta)) where T : IFloatingPointIeee754<T>
    {
        private static readonly T Epsilon = T.CreateChecked(1e-5);

        public override void Forward(Tensor<T> x, Tensor<T> y)
        {
            for (var j = 0; j < x.Shape[1]; j++)
            {
                var (xHat, _) = Normalised(x, j);
                for (var n = 0; n < xHat.Length; n++) y[n, j] = gamma[j] * xHat[n] + beta[j];
            }
        }

        protected override void Back(Tensor<T> x, Tensor<T> y, Tensor<T> dy, Tensor<T> dx, Tensor<T>[] d)
        {
            for (var j = 0; j < x.Shape[1]; j++)
            {
                var (xHat, sigma) = Normalised(x, j);
                var (sum, dot, count) = (T.Zero, T.Zero, T.CreateChecked(xHat.Length));
                for (var n = 0; n < xHat.Length; n++)
                {
                    sum += dy[n, j];
                    dot += dy[n, j] * xHat[n];
                    var right = bug == "dγ with x for x̂" ? x[n, j] : xHat[n];
                    d[0][j] = dy[n, j] * right + (bug == "dγ of the last sample" ? T.Zero : d[0][j]);
                }
                d[1][j] += bug == "dβ a mean" ? sum / count : sum;
                if (bug == "dγ and dβ swapped") (d[0][j], d[1][j]) = (d[1][j], d[0][j]);
                if (bug == "1/N forgotten") count = T.One;
                if (bug is "mean of dy left out" or "both means left out") sum = T.Zero;
                if (bug is "mean of dy·x̂ left out" or "both means left out") dot = T.Zero;
                var scale = (bug == "γ forgotten in dx" ? T.One : gamma[j])
                    / (bug == "divided by σ²" ? sigma * sigma : sigma);
                for (var n = 0; n < xHat.Length; n++)
                    dx[n, j] = scale * (dy[n, j] - sum / count - xHat[n] * dot / count);
            }
        }

        private static (T[] XHat, T Sigma) Normalised(Tensor<T> x, int j)
        {
            var column = new T[x.Shape[0]];
            var (mean, variance, count) = (T.Zero, T.Zero, T.CreateChecked(column.Length));
            for (var n = 0; n < column.Length; n++) mean += x[n, j] / count;
            for (var n = 0; n < column.Length; n++) variance += (x[n, j] - mean) * (x[n, j] - mean) / count;
            var sigma = T.Sqrt(variance + Epsilon);
            for (var n = 0; n < column.Length; n++) column[n] = (x[n, j] - mean) / sigma;
            return (column, sigma);
        }

        public override Layer<U> Over<U>() => new BatchNorm<U>(bug, gamma.Over<U>(), beta.Over<U>());
    }

    /// <summary>Without γ and β; dx as the staged computation backwards.</summary>
    private sealed class BySteps(string bug) : Foreign<double>
    {
        public override void Forward(Tensor<double> x, Tensor<double> y)
        {
            for (var j = 0; j < x.Shape[1]; j++)
            {
                double[] column = [.. Enumerable.Range(0, x.Shape[0]).Select(n => x[n, j])];
                var mean = column.Average();
                var sigma = Math.Sqrt(column.Average(v => (v - mean) * (v - mean)) + 1e-3);
                for (var n = 0; n < column.Length; n++) y[n, j] = (column[n] - mean) / sigma;
            }
        }

        protected override void Back(
            Tensor<double> x, Tensor<double> y, Tensor<double> dy, Tensor<double> dx, Tensor<double>[] d)
        {
            int[] all = [.. Enumerable.Range(0, x.Shape[0])];
            for (var j = 0; j < x.Shape[1]; j++)
            {
                var mean = all.Average(n => x[n, j]);
                var variance = all.Average(n => (x[n, j] - mean) * (x[n, j] - mean)) + 1e-3;
                var (inverse, count) = (1 / Math.Sqrt(variance), (double)all.Length);
                var dVariance = all.Sum(n => dy[n, j] * (x[n, j] - mean))
                    * (bug == "½ of the variance forgotten" ? -1 : -0.5)
                    * (bug == "power −½ for −3/2" ? inverse : inverse * inverse * inverse);
                if (bug == "path through the variance left out") dVariance = 0;
                var dMean = -inverse * all.Sum(n => dy[n, j]);
                if (bug == "path through the mean left out") dMean = 0;
                foreach (var n in all)
                {
                    var centred = dy[n, j] * inverse + dVariance * 2 * (x[n, j] - mean) / count;
                    dx[n, j] = bug == "assigned over the mean's path" ? dMean / count : centred + dMean / count;
                }
            }
        }
    }
}
