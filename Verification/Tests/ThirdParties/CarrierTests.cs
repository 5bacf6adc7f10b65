using System.Numerics.Tensors;

namespace CnnVerified.Verification.Tests.ThirdParties;

/// <summary>Code whose numbers come in memories, spans, tensors or one by one.</summary>
public class CarrierTests
{
    private static readonly double[] X = [0.3, -1.2, 2.5];
    private static readonly float[] Single = [0.5f, -1, 2];

    [Test]
    public void Functions_of_spans_and_memories()
    {
        GradientCheck.Of(x => TensorPrimitives.Norm(x), x => NormGradient(x).ToArray()).At(X).Verify();
        GradientCheck.Of(x => Squares(x), x => SquaresGradient(x, 2).ToArray()).At(X.AsMemory()).Verify();
        Assert.That(
            GradientCheck.Of(x => Squares(x), x => SquaresGradient(x, 2.01).ToArray()).At(X.AsMemory()).Run()
                .Count(Verdict.Wrong), Is.EqualTo(3));
    }

    [Test]
    public void Passes_on_memories()
    {
        GradientCheck Check(float factor) => GradientCheck.OfBackward(
                a => Scaled(a.Of<ReadOnlyMemory<float>>("x"), a.Of<Memory<float>>("by").Span[0]),
                (a, dy) =>
                [
                    ("x", Scaled(dy, factor * a.Of<float[]>("by")[0]).ToArray()),
                    ("by", new[] { TensorPrimitives.Dot<float>(dy.Span, a.Of<float[]>("x")) }),
                ]).At(("x", Single), ("by", new[] { 1.5f }));
        Check(1).Verify();
        Assert.That(Check(1.01f).Run().Count(Verdict.Wrong), Is.EqualTo(3));
    }

    [Test]
    public void A_module_on_memories()
    {
        var (weight, gradient) = (new[] { 0.75f }, new float[1]);
        ReadOnlyMemory<float> last = default;
        GradientCheck.OfModule<ReadOnlyMemory<float>, Memory<float>>(
            x => Scaled(last = x, weight[0]),
            dy =>
            {
                gradient[0] += TensorPrimitives.Dot(dy.Span, last.Span);
                return Scaled(dy, weight[0]);
            },
            ("weight", weight, gradient)).At(Single.AsMemory()).Verify();
    }

    [Test]
    public void Tensors_of_the_platform()
    {
        GradientCheck Check(double factor) => GradientCheck.Of(
            x => Tensor.Dot<double>(Tensor.Create(x), Tensor.Create(x)),
            x => Flat(Tensor.Multiply<double>(Tensor.Create(x), 2 * factor))).At(X);
        Check(1).Verify();
        Assert.That(Check(1.01).Run().Count(Verdict.Wrong), Is.EqualTo(3));

        static double[] Flat(ReadOnlyTensorSpan<double> tensor)
        {
            var flat = new double[(int)tensor.FlattenedLength];
            tensor.FlattenTo(flat);
            return flat;
        }
    }

    [Test]
    public void A_module_with_its_loss_at_the_end()
    {
        GradientCheck Check(float factor)
        {
            var net = new Regression(factor);
            return GradientCheck.OfModule<float[], float>(net.Loss, _ => net.Backward(), ("w", net.W, net.DW))
                .At(Single);
        }
        Check(1).Verify();
        Assert.That(Check(1.01f).Run().Count(Verdict.Wrong), Is.EqualTo(3));
    }

    [Test]
    public void Passes_that_give_a_number() => GradientCheck.OfBackward(
        a => a["p"][0] * a["q"][0], (a, dy) => [("p", new[] { dy * a["q"][0] }), ("q", new[] { dy * a["p"][0] })])
        .At(("p", new[] { 1.5 }), ("q", new[] { -2.0 })).Verify();

    [Test]
    public void Methods_by_their_names()
    {
        var (single, twice) = (new Linear<float>(0.5f), new Linear<double>(0.5));
        GradientCheck.OfModule(single.Forward, single.Backward, ("w", single.W, single.DW)).At(Single).Verify();
        GradientCheck.OfModule(twice.Forward, twice.Backward, ("w", twice.W, twice.DW)).At(X).Verify();
        GradientCheck.OfModule(single.Forward, single.Backward, ("w", single.W, () => single.DW)).At(Single).Verify();
        GradientCheck.OfModule(twice.Forward, twice.Backward, ("w", twice.W, () => twice.DW)).At(X).Verify();
        GradientCheck.OfModule(single.Forward, single.Backward).At(Single).Verify();
    }

    [Test]
    public void What_is_no_numbers_is_refused() => Assert.That(
        () => GradientCheck.OfBackward(_ => "text", (_, _) => []).At(X).Run(),
        Throws.TypeOf<CheckedCodeException>().With.Message.EqualTo(
            "the forward pass returned String, but must return an array of numbers."));

    private static double Squares(ReadOnlyMemory<double> x) => TensorPrimitives.SumOfSquares(x.Span);

    private static Memory<double> SquaresGradient(Memory<double> x, double factor)
    {
        var gradient = new double[x.Length];
        TensorPrimitives.Multiply(x.Span, factor, gradient);
        return gradient;
    }

    private static ReadOnlySpan<double> NormGradient(ReadOnlySpan<double> x)
    {
        var gradient = new double[x.Length];
        TensorPrimitives.Divide(x, TensorPrimitives.Norm(x), gradient);
        return gradient;
    }

    private static Memory<float> Scaled(ReadOnlyMemory<float> x, float factor)
    {
        var y = new float[x.Length];
        TensorPrimitives.Multiply(x.Span, factor, y);
        return y;
    }

    private sealed class Regression(float factor)
    {
        private float[] input = [];

        public float[] W { get; } = [0.25f, -0.5f, 1];
        public float[] DW { get; } = new float[3];

        public float Loss(float[] x)
        {
            input = x;
            return 0.5f * Error() * Error();
        }

        public float[] Backward()
        {
            for (var i = 0; i < 3; i++) DW[i] += factor * Error() * input[i];
            return [.. W.Select(w => Error() * w)];
        }

        private float Error() => TensorPrimitives.Dot<float>(W, input) - 1;
    }

    private sealed class Linear<T>(T w) where T : System.Numerics.IFloatingPointIeee754<T>
    {
        private T[] input = [];

        public T[] W { get; } = [w];
        public T[] DW { get; } = [T.Zero];

        public T[] Forward(T[] x) => [.. (input = x).Select(one => W[0] * one)];

        public T[] Backward(T[] dy)
        {
            for (var i = 0; i < dy.Length; i++) DW[0] += dy[i] * input[i];
            return [.. dy.Select(one => W[0] * one)];
        }
    }
}
