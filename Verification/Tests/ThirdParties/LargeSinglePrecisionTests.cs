namespace CnnVerified.Verification.Tests.ThirdParties;

/// <summary>A layer of some thousand weights in single precision, which differences have few digits of.</summary>
public class LargeSinglePrecisionTests
{
    private const int Inputs = 100, Outputs = 40;

    [Test]
    public void All_entries_of_a_right_layer_are_decided() => Check(new Layer(1)).Verify();

    [Test]
    public void One_weight_that_is_off_by_a_hundredth_is_found()
    {
        var report = Check(new Layer(1.01f)).Run();
        Assert.That(report.Count(Verdict.Wrong), Is.EqualTo(1));
        Assert.That(report.Variables[1].Entries[3 * Inputs + 4].Verdict, Is.EqualTo(Verdict.Wrong));
    }

    [Test]
    public void Calls_grow_by_a_handful_an_entry()
    {
        var layer = new Layer(1);
        var report = Check(layer).Run();
        Assert.That(layer.Calls, Is.LessThan(6 * report.Entries));
    }

    /// <summary>Equal numbers are moved together by steps that single precision can take.</summary>
    [TestCase(0, true)]
    [TestCase(2, true)]
    [TestCase(-1, false)]
    public void A_tie_in_single_precision_has_one_winner(int winner, bool isRight) => Assert.That(
        GradientCheck.Of<float>(x => x.Max(), x => [.. x.Select((_, i) => i == winner ? 1f : 0)])
            .At(new[] { 0.3f, 0.3f, 0.3f }).Run().Passed, Is.EqualTo(isRight));

    private static GradientCheck Check(Layer layer) => GradientCheck.OfModule<float[], float[]>(
            layer.Forward, layer.Backward, ("W", layer.W, layer.DW), ("b", layer.B, layer.Db))
        .At(Enumerable.Range(0, Inputs).Select(i => MathF.Sin(i)).ToArray());

    private sealed class Layer(float factor)
    {
        private float[] x = [], y = [];

        public float[,] W { get; } = Weights();

        public float[,] DW { get; } = new float[Outputs, Inputs];

        public float[] B { get; } = new float[Outputs];

        public float[] Db { get; } = new float[Outputs];

        public int Calls { get; private set; }

        public float[] Forward(float[] given)
        {
            Calls++;
            (x, y) = (given, new float[Outputs]);
            for (var i = 0; i < Outputs; i++)
            {
                y[i] = B[i];
                for (var j = 0; j < Inputs; j++) y[i] += W[i, j] * x[j];
                y[i] = MathF.Tanh(y[i]);
            }
            return y;
        }

        public float[] Backward(float[] dy)
        {
            var dx = new float[Inputs];
            for (var i = 0; i < Outputs; i++)
            {
                var d = dy[i] * (1 - y[i] * y[i]);
                Db[i] += d;
                for (var j = 0; j < Inputs; j++)
                {
                    DW[i, j] += d * x[j] * (i == 3 && j == 4 ? factor : 1);
                    dx[j] += W[i, j] * d;
                }
            }
            return dx;
        }

        private static float[,] Weights()
        {
            var w = new float[Outputs, Inputs];
            for (var i = 0; i < Outputs; i++)
                for (var j = 0; j < Inputs; j++)
                    w[i, j] = MathF.Cos(i * 31 + j * 7) / 10;
            return w;
        }
    }
}
