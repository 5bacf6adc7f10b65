using Acme.Vision;
using CnnVerified.Verification;

// An adopter's own types, with the names that everybody gives them.
namespace Acme.Vision
{
    internal sealed record Shape(int Rows, int Columns);

    internal sealed class Tensor(Shape shape, params double[] values)
    {
        public Shape Shape { get; } = shape;
        public double[] Values { get; } = values;
    }

    internal abstract class Layer
    {
        public abstract Tensor Forward(Tensor x);

        public abstract Tensor Backward(Tensor dy);
    }

    internal sealed class ReLU : Layer
    {
        private Tensor? last;

        public override Tensor Forward(Tensor x)
        {
            last = x;
            return new(x.Shape, [.. x.Values.Select(v => Math.Max(v, 0))]);
        }

        public override Tensor Backward(Tensor dy) =>
            new(dy.Shape, [.. dy.Values.Zip(last!.Values, (d, v) => v > 0 ? d : 0)]);
    }

    internal sealed class Dense(Tensor weights, double slip = 1) : Layer
    {
        private Tensor? last;

        public Tensor Weights { get; } = weights;
        public double[] Gradient { get; } = new double[weights.Values.Length];

        public override Tensor Forward(Tensor x)
        {
            last = x;
            return new(new(1, Weights.Shape.Rows), [.. Weights.Values.Chunk(Weights.Shape.Columns)
                .Select(row => row.Zip(x.Values, (w, v) => w * v).Sum())]);
        }

        public override Tensor Backward(Tensor dy)
        {
            var dx = new double[Weights.Shape.Columns];
            for (var k = 0; k < Gradient.Length; k++)
            {
                var (o, i) = (k / dx.Length, k % dx.Length);
                Gradient[k] += slip * dy.Values[o] * last!.Values[i];
                dx[i] += dy.Values[o] * Weights.Values[k];
            }
            return new(last!.Shape, dx);
        }
    }

    internal sealed class Convolution(params double[] kernel)
    {
        public double[] Forward(double[] x) => [.. Enumerable.Range(0, x.Length - kernel.Length + 1)
            .Select(o => kernel.Index().Sum(tap => tap.Item * x[o + tap.Index]))];

        public double[] Backward(double[] dy) => [.. Enumerable.Range(0, dy.Length + kernel.Length - 1).Select(i =>
            kernel.Index().Where(tap => i - tap.Index >= 0 && i - tap.Index < dy.Length)
                .Sum(tap => tap.Item * dy[i - tap.Index]))];
    }

    internal sealed class Network(params Layer[] layers)
    {
        public Tensor Forward(Tensor x) => layers.Aggregate(x, (y, layer) => layer.Forward(y));

        public Tensor Backward(Tensor dy) => layers.Reverse().Aggregate(dy, (dx, layer) => layer.Backward(dx));
    }

    internal static class Loss
    {
        public static double Value(double[] p, double[] t) => p.Zip(t, (a, b) => (a - b) * (a - b) / 2).Sum();

        public static double[] Gradient(double[] p, double[] t) => [.. p.Zip(t, (a, b) => a - b)];
    }
}

// Who has them imports the harness's namespace beside their own, and needs no alias.
namespace Acme.Vision.Tests
{
    public class OwnNamesTests
    {
        private static readonly double[] X = [0.5, -1.2, 2, 0.3, -0.4];

        [Test]
        public void A_network_of_own_types() => Assert.That(Check(slip: 1), Has.CorrectGradients);

        [Test]
        public void A_wrong_one_is_reported()
        {
            GradientReport report = Check(slip: 1.1).Run();
            Assert.That(report.Count(Verdict.Wrong), Is.Positive);
            Assert.That(report.Variables.Select(variable => variable.Name), Is.EqualTo(new[] { "x", "W" }));
            Assert.That(() => Check(slip: 1.1).Verify(), Throws.TypeOf<WrongGradientException>());
        }

        [Test]
        public void A_convolution_and_a_loss_of_own_types()
        {
            var convolution = new Convolution(1, -2, 0.5);
            GradientCheck.OfModule(convolution.Forward, convolution.Backward).At(X).Verify();
            GradientCheck.OfLoss<double[]>(Loss.Value, Loss.Gradient).At(X, new double[5]).Verify();
        }

        private static GradientCheck Check(double slip)
        {
            var dense = new Dense(new Tensor(new Shape(2, 5), 1, -0.5, 0.25, 2, 0.75, -1, 0.3, 0.6, -0.2, 0.9), slip);
            var network = new Network(dense, new ReLU());
            return GradientCheck.OfModule(
                (double[] x) => network.Forward(new(new(1, x.Length), x)).Values,
                (double[] dy) => network.Backward(new(new(1, dy.Length), dy)).Values,
                ("W", dense.Weights.Values, dense.Gradient)).At(X);
        }
    }
}
