using CnnVerified.Verification.Tests.Kernels;

namespace CnnVerified.Verification.Tests.Properties;

public sealed class SigmoidTests
{
    // The exponential's own subnormal and overflow edges, and far beyond them.
    private static readonly double[] Extremes = [-1000, -746, -745, -709, -40, 0, 40, 709, 745, 746, 1000];

    [GateProperty]
    public void Sigmoid_of_minus_x_is_one_minus_sigmoid_of_x(DenseGeometry geometry)
    {
        var x = Inputs(geometry);
        var minus = x.Clone();
        foreach (ref var value in minus.Values) value = -value;
        var (y, mirrored) = (Sigmoid(x), Sigmoid(minus));
        for (var i = 0; i < x.Shape.Count; i++)
            Assert.That(mirrored[i], Is.EqualTo(1 - y[i]).Within(Tolerances.SigmoidSymmetry), $"at x = {x[i]:R}");
    }

    [GateProperty]
    public void Sigmoid_is_the_logistic_function(DenseGeometry geometry)
    {
        var x = Inputs(geometry);
        var y = Sigmoid(x);
        for (var i = 0; i < x.Shape.Count; i++)
            Assert.That(y[i], Is.EqualTo(1 / (1 + Math.Exp(-x[i]))).Within(Tolerances.Oracle), $"at x = {x[i]:R}");
    }

    [GateProperty]
    public void Sigmoid_never_falls(DenseGeometry geometry)
    {
        var x = Inputs(geometry);
        x.Values.Sort();
        Assert.That(Sigmoid(x).Values.ToArray(), Is.Ordered);
    }

    [Test]
    public void Sigmoid_and_its_gradient_stay_finite_at_both_extremes()
    {
        var x = new Tensor<double>(new Shape(1, Extremes.Length), Extremes);
        var y = Sigmoid(x);
        var (dx, _) = new Sigmoid<double>().Backward(x, y, x);
        Assert.That(y.Values.ToArray(), Is.All.InRange(0.0, 1.0));
        Assert.That(y.Values.ToArray(), Is.Ordered);
        Assert.That(dx.Values.ToArray(), Has.All.Matches<double>(double.IsFinite));
        Assert.That((y[0], y[x.Shape.Count - 1]), Is.EqualTo((0.0, 1.0)));
    }

    [TestCase(-40)]
    [TestCase(-700)]
    [TestCase(-720)]
    public void The_left_tail_falls_like_the_exponential_down_to_the_subnormals(double x)
    {
        // From −40 on, 1 + eˣ rounds to 1. Beyond −709 the form 1/(1 + e⁻ˣ) would overflow and give 0.
        var y = Sigmoid(new Tensor<double>(new Shape(1, 1), x));
        Assert.That(Ulps.Between(y[0], Math.Exp(x)), Is.LessThanOrEqualTo(Tolerances.KernelUlps));
    }

    private static Tensor<double> Inputs(DenseGeometry geometry) =>
        new NormalValues(geometry.Seed).Tensor<double>(geometry.X, scale: geometry.Outputs);

    private static Tensor<double> Sigmoid(Tensor<double> x) => new Sigmoid<double>().Forward(x);
}
