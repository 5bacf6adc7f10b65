using System.Numerics;

namespace CnnVerified.Verification.Tests.ForeignLayers;

/// <summary>Normalisations of one sample: over its features, its groups of channels, each of its images.</summary>
internal static class OtherNormalisations
{
    public static ForeignLayer[] All { get; } =
    [
        new("layer normalisation", bug => GradientCheck.Of(new OfRuns<double>(
            bug, 4, s => s[1], i => i, Draw.Tensor(13, 4), Draw.Tensor(14, 4))).At(Draw.Tensor(11, 3, 4)), Mistakes),
        new("group normalisation", bug => GradientCheck.Of(new OfRuns<double>(
            bug, 4, s => s.Count / s[0] / 2, i => i / 6 % 4, Draw.Tensor(15, 4), Draw.Tensor(16, 4)))
            .At(Draw.Tensor(12, 3, 4, 2, 3)), Mistakes),
        new("instance normalisation", bug => GradientCheck.Of(new OfRuns<double>(
            bug, 2, s => s[2] * s[3], i => i / 12 % 2, Draw.Tensor(17, 2), Draw.Tensor(18, 2)))
            .At(Draw.Tensor(19, 3, 2, 4, 3)), Mistakes),
        new("RMS normalisation", bug => GradientCheck.Of(new Rms(bug)).At(Draw.Tensor(20, 3, 5)),
            new("second term forgotten", "x̂", "norm taken as a constant", "through the root mean square",
                "through the norm"),
            new("1/n forgotten", "with 5 × Σ dy·y over feature", "mean", "term & × 5"),
            new("gain inside the sum forgotten", "with Σ dy·x over feature in place of", "gain replaced by 1",
                "sum without gain", "gain left out"),
            new("dgain with x", "dy·x", "x for x̂", "norm")),
    ];

    private static Mistake[] Mistakes =>
    [
        new("mean of dy left out", "mean of dy", "mean(dy)", "Σ dy", "through the mean"),
        new("mean of dy·x̂ left out", "without Σ dy·gamma·(x − mean)", "without Σ dy·(x − mean)", "x̂",
            "through the variance"),
        new("γ outside the sums", "in place of Σ dy·gamma", "γ", "gamma replaced by 1 in", "gamma left out"),
        new("dγ not summed over samples", "dgamma = correct for dy with only the last N", "last N"),
        new("dβ of every second entry", "every second"),
        new("1/n of another axis", "× Σ dy", "mean", "1/N"),
    ];

    /// <summary>
    /// Runs of entries that follow one another are normalised; <paramref name="channel"/> tells which γ an entry has.
    /// </summary>
    private sealed class OfRuns<T>(
        string bug, int channels, Func<Shape, int> length, Func<int, int> channel, Tensor<T> gamma, Tensor<T> beta)
        : Foreign<T>(new("gamma", gamma), new("beta", beta)) where T : IFloatingPointIeee754<T>
    {
        public override void Forward(Tensor<T> x, Tensor<T> y)
        {
            var (xHat, _) = Normalised(x);
            for (var i = 0; i < xHat.Length; i++) y[i] = gamma[Channel(i)] * xHat[i] + beta[Channel(i)];
        }

        protected override void Back(Tensor<T> x, Tensor<T> y, Tensor<T> dy, Tensor<T> dx, Tensor<T>[] d)
        {
            var (xHat, sigma) = Normalised(x);
            var (run, sample) = (length(x.Shape), x.Shape.Count / x.Shape[0]);
            for (var i = 0; i < xHat.Length; i++)
            {
                if (bug == "dγ not summed over samples" && i % sample == 0) d[0].Values.Clear();
                d[0][Channel(i)] += dy[i] * xHat[i];
                if (bug != "dβ of every second entry" || i % 2 == 0) d[1][Channel(i)] += dy[i];
            }
            for (var start = 0; start < xHat.Length; start += run)
            {
                var (sum, dot) = (T.Zero, T.Zero);
                for (var i = start; i < start + run; i++)
                {
                    var scaled = bug == "γ outside the sums" ? dy[i] : gamma[Channel(i)] * dy[i];
                    sum += bug == "mean of dy left out" ? T.Zero : scaled;
                    dot += bug == "mean of dy·x̂ left out" ? T.Zero : scaled * xHat[i];
                }
                var count = T.CreateChecked(bug == "1/n of another axis" ? x.Shape[0] : run);
                for (var i = start; i < start + run; i++)
                    dx[i] = (gamma[Channel(i)] * dy[i] - sum / count - xHat[i] * dot / count) / sigma[i];
            }
        }

        private int Channel(int i) => channel(i) % channels;

        private (T[] XHat, T[] Sigma) Normalised(Tensor<T> x)
        {
            var (xHat, sigma, run) = (new T[x.Shape.Count], new T[x.Shape.Count], length(x.Shape));
            for (var start = 0; start < xHat.Length; start += run)
            {
                var (mean, variance, count) = (T.Zero, T.CreateChecked(1e-5), T.CreateChecked(run));
                for (var i = start; i < start + run; i++) mean += x[i] / count;
                for (var i = start; i < start + run; i++) variance += (x[i] - mean) * (x[i] - mean) / count;
                for (var i = start; i < start + run; i++)
                    (sigma[i], xHat[i]) = (T.Sqrt(variance), (x[i] - mean) / T.Sqrt(variance));
            }
            return (xHat, sigma);
        }

        public override Layer<U> Over<U>() =>
            new OfRuns<U>(bug, channels, length, channel, gamma.Over<U>(), beta.Over<U>());
    }

    /// <summary>y = g·x/√(mean x²).</summary>
    private sealed class Rms(string bug) : Foreign<double>(Draw.Parameter("gain", 21, 5))
    {
        public override void Forward(Tensor<double> x, Tensor<double> y)
        {
            for (var n = 0; n < x.Shape[0]; n++)
                for (var j = 0; j < x.Shape[1]; j++) y[n, j] = Parameters[0].Value[j] * x[n, j] / Size(x, n);
        }

        protected override void Back(
            Tensor<double> x, Tensor<double> y, Tensor<double> dy, Tensor<double> dx, Tensor<double>[] d)
        {
            var (g, features) = (Parameters[0].Value, Enumerable.Range(0, x.Shape[1]).ToArray());
            for (var n = 0; n < x.Shape[0]; n++)
            {
                var (r, count) = (Size(x, n), bug == "1/n forgotten" ? 1 : features.Length);
                var dot = features.Sum(j => (bug == "gain inside the sum forgotten" ? 1 : g[j]) * dy[n, j] * x[n, j]);
                if (bug == "second term forgotten") dot = 0;
                foreach (var j in features)
                {
                    d[0][j] += dy[n, j] * x[n, j] / (bug == "dgain with x" ? 1 : r);
                    dx[n, j] = g[j] * dy[n, j] / r - x[n, j] * dot / (count * r * r * r);
                }
            }
        }

        private static double Size(Tensor<double> x, int n) =>
            Math.Sqrt(Enumerable.Range(0, x.Shape[1]).Average(j => x[n, j] * x[n, j]));
    }
}
