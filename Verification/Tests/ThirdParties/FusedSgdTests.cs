namespace CnnVerified.Verification.Tests.ThirdParties;

/// <summary>A layer that learns as soon as its gradient comes back, and keeps no gradient.</summary>
public class FusedSgdTests
{
    private static readonly double[][] Batch = [[0.5, -1, 0.25], [1.5, 0.3, -0.6], [-0.2, 0.9, 1.1]];

    public enum Slip { None, LearnsFirst, WrongSign, MeanOfMean, NoBias, NoSlope }

    [TestCase(1.0)]
    [TestCase(0.01)]
    public void A_layer_that_learns_at_once_is_right(double rate) => Check(Slip.None, rate).Verify();

    /// <summary>As in <c>weights = weights.Select(…).ToArray()</c>.</summary>
    [Test]
    public void A_step_that_makes_new_arrays_is_right()
    {
        var layer = new ReplacingLayer();
        var before = layer.Weights;
        GradientCheck.OfUpdate<double[], double[]>(layer.Predict, layer.Learn, 0.5, ("w", () => layer.Weights))
            .At([0.5, -1, 2]).Verify();
        Assert.That(layer.Weights, Is.EqualTo(before));
        layer = new ReplacingLayer { Slope = 1.01 };
        Assert.That(
            GradientCheck.OfUpdate<double[], double[]>(layer.Predict, layer.Learn, 0.5, ("w", () => layer.Weights))
                .At([0.5, -1, 2]).Run().Count(Verdict.Wrong), Is.EqualTo(3));
    }

    [Test]
    public void A_step_that_changes_more_than_is_named_says_so()
    {
        var replacing = new ReplacingLayer();
        var (learning, forgotten) = (new LearningLayer(0.1, Slip.None), new LearningLayer(0.1, Slip.None));
        Refuses(GradientCheck.OfUpdate<double[], double[]>(
            replacing.Predict, replacing.Learn, 0.5, ("w", replacing.Weights)).At([0.5, -1, 2]), "w");
        Refuses(GradientCheck.OfUpdate<double[][], double[][]>(
            learning.Predict, learning.Learn, 0.1, ("w", learning.Weights)).At(("x", Batch)), "w");
        Refuses(GradientCheck.OfUpdate<double[][], double[][]>(
            forgotten.Predict, forgotten.Learn, 0.1).At(("x", Batch)), "nothing");

        static void Refuses(GradientCheck check, string named) => Assert.That(
            check.Run, Throws.TypeOf<CheckedCodeException>().With.Message.EqualTo(
                $"the step changes more than it was said to: with {named} put back, y is another one. "
                + "Name every array that it changes, and one that it replaces as (\"W\", () => m.W)."));
    }

    [Test]
    public void It_is_wrong_with_any_slip_and_not_without([Values] Slip slip) =>
        Assert.That(Check(slip, 0.1).Run().Count(Verdict.Wrong) > 0, Is.EqualTo(slip != Slip.None));

    private static GradientCheck Check(Slip slip, double rate)
    {
        var layer = new LearningLayer(rate, slip);
        return GradientCheck.OfUpdate<double[][], double[][]>(
            layer.Predict, layer.Learn, rate, ("w", layer.Weights), ("b", layer.Bias)).At(("x", Batch));
    }

    private sealed class ReplacingLayer
    {
        private double[] input = [];

        public double[] Weights { get; private set; } = [0.4, -0.8, 0.3];
        public double Slope { get; init; } = 1;

        public double[] Predict(double[] x)
        {
            input = x;
            return [Math.Tanh(x.Zip(Weights, (a, w) => a * w).Sum())];
        }

        public double[] Learn(double[] error)
        {
            var y = Math.Tanh(input.Zip(Weights, (a, w) => a * w).Sum());
            var dz = error[0] * (1 - y * y);
            double[] dx = [.. Weights.Select(w => dz * w)];
            Weights = [.. Weights.Zip(input, (w, a) => w - 0.5 * Slope * dz * a)];
            return dx;
        }
    }

    private sealed class LearningLayer(double rate, Slip slip)
    {
        private double[][] input = [], output = [];

        public double[,] Weights { get; } = { { 0.4, -0.8, 0.3 }, { -0.6, 0.2, 0.7 } };
        public double[] Bias { get; } = [0.1, -0.3];

        public double[][] Predict(double[][] x)
        {
            (input, output) = (x, [.. x.Select(_ => new double[2])]);
            for (var n = 0; n < x.Length; n++)
                for (var o = 0; o < 2; o++)
                {
                    var z = Bias[o];
                    for (var i = 0; i < 3; i++) z += Weights[o, i] * x[n][i];
                    output[n][o] = 1 / (1 + Math.Exp(-z));
                }
            return output;
        }

        public double[][] Learn(double[][] error)
        {
            double[][] dz = [.. error.Select((row, n) => row.Select((e, o) =>
                slip == Slip.NoSlope ? e : e * output[n][o] * (1 - output[n][o])).ToArray())];
            if (slip == Slip.LearnsFirst) Step(dz);
            double[][] dx = [.. dz.Select(row => Enumerable.Range(0, 3)
                .Select(i => row[0] * Weights[0, i] + row[1] * Weights[1, i]).ToArray())];
            if (slip != Slip.LearnsFirst) Step(dz);
            return dx;
        }

        private void Step(double[][] dz)
        {
            var pace = (slip == Slip.WrongSign ? -rate : rate) * (slip == Slip.MeanOfMean ? 1.0 / dz.Length : 1);
            for (var n = 0; n < dz.Length; n++)
                for (var o = 0; o < 2; o++)
                {
                    if (slip != Slip.NoBias) Bias[o] -= pace * dz[n][o];
                    for (var i = 0; i < 3; i++) Weights[o, i] -= pace * dz[n][o] * input[n][i];
                }
        }
    }
}
