namespace CnnVerified.Verification.Tests.ThirdParties;

/// <summary>Batch normalisation of rows, in training mode, with running statistics beside it.</summary>
public class BatchNormTests
{
    private static readonly double[,] X =
        { { 0.5, -3, 12 }, { 1.25, -1, 10.5 }, { -0.75, -2.5, 14 }, { 2, 0.5, 11 }, { 0.1, -1.8, 9 } };

    public enum Slip { None, NoMean, NoVariance, NoCount, LastRow, RunningVariance, NoEpsilon }

    [Test]
    public void Batch_normalisation_is_right() => Check(Slip.None).Verify();

    [Test]
    public void It_is_wrong_with_any_slip_and_not_without([Values] Slip slip) =>
        Assert.That(Check(slip).Run().Count(Verdict.Wrong) > 0, Is.EqualTo(slip != Slip.None));

    private static GradientCheck Check(Slip slip)
    {
        var norm = new BatchNorm(3, slip);
        return GradientCheck.OfModule<double[,], double[,]>(norm.Forward, norm.Backward,
            ("gamma", norm.Gamma, norm.GammaGrad), ("beta", norm.Beta, norm.BetaGrad)).At(("x", X));
    }

    private sealed class BatchNorm(int features, Slip slip)
    {
        private const double Epsilon = 1e-5, Momentum = 0.1;
        private readonly double[] runningMean = new double[features];
        private readonly double[] runningVar = [.. Enumerable.Repeat(1.0, features)];
        private readonly double[] invStd = new double[features];
        private double[,] xHat = new double[0, 0];

        public double[] Gamma { get; } = [1.5, 0.75, -1.25];
        public double[] GammaGrad { get; } = new double[features];
        public double[] Beta { get; } = [0.1, -0.2, 0.3];
        public double[] BetaGrad { get; } = new double[features];

        public double[,] Forward(double[,] x)
        {
            var n = x.GetLength(0);
            var y = new double[n, features];
            xHat = new double[n, features];
            for (var c = 0; c < features; c++)
            {
                double mean = 0, variance = 0;
                for (var i = 0; i < n; i++) mean += x[i, c] / n;
                for (var i = 0; i < n; i++) variance += (x[i, c] - mean) * (x[i, c] - mean) / n;
                runningMean[c] += Momentum * (mean - runningMean[c]);
                runningVar[c] += Momentum * (variance * n / (n - 1) - runningVar[c]);
                invStd[c] = 1 / Math.Sqrt(variance + Epsilon);
                for (var i = 0; i < n; i++)
                {
                    xHat[i, c] = (x[i, c] - mean) * invStd[c];
                    y[i, c] = Gamma[c] * xHat[i, c] + Beta[c];
                }
            }
            return y;
        }

        public double[,] Backward(double[,] dy)
        {
            var n = dy.GetLength(0);
            var dx = new double[n, features];
            for (var c = 0; c < features; c++)
            {
                double sum = 0, dot = 0;
                for (var i = 0; i < n; i++)
                {
                    sum += dy[i, c];
                    dot = slip == Slip.LastRow ? dy[i, c] * xHat[i, c] : dot + dy[i, c] * xHat[i, c];
                }
                GammaGrad[c] += dot;
                BetaGrad[c] += sum;
                var count = slip == Slip.NoCount ? 1 : n;
                var scale = slip == Slip.RunningVariance ? 1 / Math.Sqrt(runningVar[c] + Epsilon)
                    : slip == Slip.NoEpsilon ? 1 / Math.Sqrt(1 / (invStd[c] * invStd[c]) - Epsilon) : invStd[c];
                for (var i = 0; i < n; i++)
                {
                    var mean = slip == Slip.NoMean ? 0 : sum / count;
                    var spread = slip == Slip.NoVariance ? 0 : xHat[i, c] * dot / count;
                    dx[i, c] = Gamma[c] * scale * (dy[i, c] - mean - spread);
                }
            }
            return dx;
        }
    }
}
