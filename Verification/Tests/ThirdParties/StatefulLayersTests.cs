namespace CnnVerified.Verification.Tests.ThirdParties;

/// <summary>A small layer library in single precision that keeps its activations between the passes.</summary>
public class StatefulLayersTests
{
    private static readonly float[] X = [0.5f, -1.25f, 2f];

    public enum Slip { None, NoActivation, DerivativeOfInput, TransposedWeight, LastOnly }

    [Test]
    public void A_stack_of_dense_layers_is_right() => Check(Slip.None, "tanh").Verify();

    [Test]
    public void A_stack_with_rectifiers_is_right() => Check(Slip.None, "relu").Verify();

    [Test]
    public void It_is_wrong_with_any_slip_and_not_without([Values] Slip slip) =>
        Assert.That(Check(slip, "tanh").Run().Count(Verdict.Wrong) > 0, Is.EqualTo(slip != Slip.None));

    private static GradientCheck Check(Slip slip, string activation)
    {
        var (first, second) = (new DenseLayer(3, 3, activation, slip, 1), new DenseLayer(3, 3, "tanh", Slip.None, 2));
        return GradientCheck.OfModule(
            x => second.Forward(first.Forward(x)), dy => first.Backward(second.Backward(dy)),
            ("W1", first.W, first.dW), ("b1", first.B, first.dB), ("W2", second.W, second.dW)).At(X);
    }

    private sealed class DenseLayer
    {
        private readonly int inputs, outputs;
        private readonly string activation;
        private readonly Slip slip;
        private readonly float[] lastX, lastZ, lastY;

        public DenseLayer(int inputs, int outputs, string activation, Slip slip, int seed)
        {
            (this.inputs, this.outputs, this.activation, this.slip) = (inputs, outputs, activation, slip);
            (lastX, lastZ, lastY) = (new float[inputs], new float[outputs], new float[outputs]);
            (W, dW) = (new float[inputs * outputs], new float[inputs * outputs]);
            (B, dB) = (new float[outputs], new float[outputs]);
            var random = new Random(seed);
            for (var i = 0; i < W.Length; i++) W[i] = random.NextSingle() - 0.5f;
            for (var i = 0; i < B.Length; i++) B[i] = random.NextSingle() - 0.5f;
        }

        public float[] W { get; }
        public float[] dW { get; }
        public float[] B { get; }
        public float[] dB { get; }

        public float[] Forward(float[] x)
        {
            Array.Copy(x, lastX, inputs);
            for (var o = 0; o < outputs; o++)
            {
                var sum = B[o];
                for (var i = 0; i < inputs; i++) sum += W[o * inputs + i] * x[i];
                lastZ[o] = sum;
                lastY[o] = activation == "relu" ? Math.Max(0, sum) : MathF.Tanh(sum);
            }
            return lastY;
        }

        public float[] Backward(float[] dy)
        {
            var dx = new float[inputs];
            for (var o = 0; o < outputs; o++)
            {
                var y = slip == Slip.DerivativeOfInput ? lastZ[o] : lastY[o];
                var slope = activation == "relu" ? lastZ[o] > 0 ? 1 : 0 : 1 - y * y;
                var dz = slip == Slip.NoActivation ? dy[o] : dy[o] * slope;
                dB[o] += dz;
                for (var i = 0; i < inputs; i++)
                {
                    dW[o * inputs + i] += dz * lastX[i];
                    var term = dz * W[slip == Slip.TransposedWeight ? i * outputs + o : o * inputs + i];
                    dx[i] = slip == Slip.LastOnly ? term : dx[i] + term;
                }
            }
            return dx;
        }
    }
}
