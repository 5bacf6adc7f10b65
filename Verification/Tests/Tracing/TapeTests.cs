using CnnVerified.Verification.Tests.DualNumbers;
using CnnVerified.Verification.Tracing;
using static CnnVerified.Verification.Tests.PlantedBugs.InsideTests;

namespace CnnVerified.Verification.Tests.Tracing;

/// <summary>A tape knows every operation of a forward pass, and what a slip in one does to the gradient.</summary>
public class TapeTests
{
    private static IEnumerable<TestCaseData> Functions => Enumerable.Range(0, ElementaryFunctions<Dual>.All.Count)
        .Select(k => new TestCaseData(k).SetArgDisplayNames(ElementaryFunctions<Dual>.All[k].Name));

    [TestCaseSource(nameof(Functions))]
    public void Walked_back_it_gives_the_derivative_of_dual_numbers(int function)
    {
        var (_, _, from, to) = ElementaryFunctions<double>.All[function];
        var x = new Tensor<double>(new(1), from + 0.37 * (to - from));
        var tape = Tape.Of([x], traced => [ElementaryFunctions<Traced>.All[function].Of(traced[0][0])])!;
        var dual = ElementaryFunctions<Dual>.All[function].Of(Dual.Variable(x[0]));
        var slope = tape.Gradients([x.Shape], [1], tape.Own)[0][0];
        Assert.Multiple(() =>
        {
            Assert.That(tape.Steps[^1].Value, Is.EqualTo(dual.Value).Within(1e-14).Percent);
            Assert.That(slope, Is.EqualTo(dual.Derivative).Within(1e-12 * Math.Max(1, Math.Abs(dual.Derivative))));
        });
    }

    [Test]
    public void Code_that_throws_or_has_too_many_operations_leaves_none()
    {
        var x = new Tensor<double>(new(1), 0.5);
        Assert.Multiple(() =>
        {
            Assert.That(Tape.Of([x], _ => throw new InvalidOperationException()), Is.Null);
            Assert.That(Tape.Of([x], traced =>
            {
                var y = traced[0][0];
                for (var i = 0; i < 20_000; i++) y *= y;
                return [y];
            }), Is.Null);
        });
    }

    [TestCase("", "")]
    [TestCase("slope of tanh", "dw = correct, but without the slope of T.Tanh(w * x[i, 0]) on line ")]
    [TestCase("argument", "u stands for the first operand of / on line ")]
    [TestCase("denominator", "y stands for u * x[i, 1] in u * x[i, 1] * two on line ")]
    public void A_slip_in_one_operation_is_named_with_its_line(string bug, string expected)
    {
        var said = SaidOfCode(GradientCheck.Of(new Scaled<double>(bug)).At(new Tensor<double>(
            new(4, 2), 0.3, -0.8, 1.2, 0.4, -0.5, 0.9, 0.7, -1.1)));
        Assert.That(said, expected.Length == 0 ? Is.Empty : Does.Contain(expected));
    }

    /// <summary>y = tanh(w·x₀)·x₁/(1 + x₁²) row by row, as somebody might write it.</summary>
    private sealed class Scaled<T>(string bug, Tensor<T>? own = null) : Layer<T> where T : IFloatingPointIeee754<T>
    {
        private readonly Tensor<T> scale = own ?? new(new(1), T.CreateChecked(0.8));

        public override IReadOnlyList<Parameter<T>> Parameters => [new("w", scale)];

        public override Shape OutputShape(Shape x) => new(x[0], 1);

        public override void Forward(Tensor<T> x, Tensor<T> y)
        {
            var w = scale[0];
            for (var i = 0; i < x.Shape[0]; i++)
            {
                var u = T.Tanh(w * x[i, 0]);
                y[i, 0] = u * x[i, 1] / (T.One + x[i, 1] * x[i, 1]);
            }
        }

        public override void Backward(
            Tensor<T> x, Tensor<T> y, Tensor<T> dy, Tensor<T>? dx, ReadOnlySpan<Tensor<T>> gradients)
        {
            var (w, two) = (scale[0], T.One + T.One);
            for (var i = 0; i < x.Shape[0]; i++)
            {
                var (u, z) = (T.Tanh(w * x[i, 0]), T.One + x[i, 1] * x[i, 1]);
                var du = dy[i, 0] * x[i, 1] / z * (bug == "slope of tanh" ? T.One : T.One - u * u);
                gradients[0][0] += du * x[i, 0];
                if (dx is null) continue;
                dx[i, 0] = du * w;
                dx[i, 1] = dy[i, 0] * ((bug == "argument" ? w * x[i, 0] : u) / z
                    - u * x[i, 1] * two * x[i, 1] / (bug == "denominator" ? z : z * z));
            }
        }

        public override Layer<U> Over<U>() => new Scaled<U>(bug, scale.Over<U>());
    }
}
