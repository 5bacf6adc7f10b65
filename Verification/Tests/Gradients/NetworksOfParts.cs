using CnnVerified.Verification.Tests.Checks;

namespace CnnVerified.Verification.Tests.Gradients;

/// <summary>
/// What is put together from right layers is right; a wrong one, or a wrong way to put them together, is seen.
/// </summary>
public class NetworksOfParts
{
    private static readonly Tensor<double> X = Draw.Normal(new Shape(3, 4), 1);
    private static readonly Tensor<double> Target = Draw.Uniform(new Shape(3, 4), 0, 1, 2);

    [Test]
    public void One_wrong_layer_makes_the_network_wrong()
    {
        var wrong = new Tampered(new Tanh<double>()) { AfterBackward = (_, _, _, dx, _) => Scale(dx!, 1.001) };
        Assert.That(Wrong(new Sigmoid<double>(), wrong, new Sigmoid<double>()), Is.EqualTo(X.Shape.Count));
    }

    /// <summary>Saturated outputs leave most entries undecided, but not what is wrong by more than they hide.</summary>
    [Test]
    public void A_layer_that_is_wrong_before_a_saturated_one_is_wrong()
    {
        var wrong = new Tampered(new Tanh<double>()) { AfterBackward = (_, _, _, dx, _) => Scale(dx!, -1) };
        var steep = new Tampered(new Tanh<double>())
        {
            AfterForward = (x, y) => Scale(y, 40),
            AfterBackward = (_, _, _, dx, _) => Scale(dx!, 40),
        };
        Assert.That(Wrong(wrong, steep, new Sigmoid<double>()), Is.Positive);
    }

    /// <summary>Each use alone is right; together the second call overwrites what the first remembered.</summary>
    [Test]
    public void A_layer_that_remembers_its_last_input_cannot_be_used_twice()
    {
        var square = new RemembersX();
        Assert.That(GradientCheck.Of(square).At(X).Run().Count(Verdict.Wrong), Is.Zero);
        Assert.That(Wrong(square, square, new Sigmoid<double>()), Is.EqualTo(X.Shape.Count));
    }

    private static int Wrong(params Layer<double>[] layers) => GradientCheck
        .Of(new Network<double>(layers), new BinaryCrossEntropy<double>()).At(X, Target).Run().Count(Verdict.Wrong);

    private static void Scale(Tensor<double> tensor, double factor)
    {
        foreach (ref var value in tensor.Values) value *= factor;
    }

    /// <summary>y = x², by the x of the last forward pass.</summary>
    private sealed class RemembersX : Layer<double>
    {
        private double[] last = [];

        public override Shape OutputShape(Shape x) => x;

        public override void Forward(Tensor<double> x, Tensor<double> y)
        {
            last = x.Values.ToArray();
            for (var i = 0; i < last.Length; i++) y[i] = last[i] * last[i];
        }

        public override void Backward(Tensor<double> x, Tensor<double> y, Tensor<double> dy, Tensor<double>? dx,
            ReadOnlySpan<Tensor<double>> gradients)
        {
            for (var i = 0; i < last.Length && dx is not null; i++) dx[i] = 2 * last[i] * dy[i];
        }
    }
}
