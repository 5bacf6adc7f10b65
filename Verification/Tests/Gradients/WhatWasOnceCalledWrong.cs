using CnnVerified.Layers;

namespace CnnVerified.Verification.Tests.Gradients;

/// <summary>Right gradients that a check once called wrong.</summary>
public class WhatWasOnceCalledWrong
{
    [Test]
    public void Binary_cross_entropy_of_a_saturated_sigmoid([Values(25, 31, -31)] double z, [Values] bool dual)
    {
        var network = new Network<double>(new Sigmoid<double>());
        var (x, target) = (Row(z), Row(0.0));
        Accept(GradientCheck.Of(network, new BinaryCrossEntropy<double>()).At(x, target).WithDualNumbers(dual));
    }

    [Test]
    public void Equal_weights_whose_sum_cancels()
    {
        var weights = new Tensor<double>(new Shape(2, 3));
        weights.Values.Fill(0.1);
        var dense = new Dense<double>(weights, new Tensor<double>(new Shape(2)));
        Accept(GradientCheck.Of(dense).At(Row(0.3, 0.4, 0.5), upstream: Row(1.7, -1.7)));
    }

    [Test]
    public void A_tie_of_two_windows_of_a_max_pooling([Values] bool dual) => Accept(
        GradientCheck.Of(new MaxPooling<double>((1, 2), (1, 1))).At(
            new Tensor<double>(new Shape(1, 1, 1, 3), 0.7, 0.7, 0.7),
            upstream: new Tensor<double>(new Shape(1, 1, 1, 2), -1.417, 1.39)).WithDualNumbers(dual));

    [Test]
    public void A_ReLU_of_slope_1_at_0_that_is_generic() =>
        Accept(GradientCheck.Of(new OneAtZero<double>()).At(Row(0, 1, -1, 0)));

    [TestCase(0)]
    [TestCase(1)]
    public void A_cross_entropy_that_is_clipped_at_the_ends_and_flat_beyond_them(double p) => Accept(GradientCheck.Of(
        x => -Math.Log(Math.Clamp(x[0], 1e-7, 1 - 1e-7)),
        x => [x[0] is > 1e-7 and < 1 - 1e-7 ? -1 / x[0] : 0]).At(new Tensor<double>(new Shape(1), p)));

    [Test]
    public void An_unstable_forward_pass() =>
        Accept(GradientCheck.Of(x => (1 - Math.Cos(x[0])) / (x[0] * x[0]), x => [-x[0] / 12]).At(Row(1e-5)));

    [Test]
    public void A_pole_between_the_point_and_a_step() =>
        Accept(GradientCheck.Of(x => 1 / x[0], x => [-1 / (x[0] * x[0])]).At(Row(-1e-6)));

    private static Tensor<double> Row(params double[] values) => new(new Shape(1, values.Length), values);

    private static void Accept(GradientCheck check)
    {
        var report = check.Run();
        Assert.That(report.Count(Verdict.Wrong), Is.Zero, report.ToString);
    }

    private sealed class OneAtZero<T> : Layer<T> where T : System.Numerics.IFloatingPointIeee754<T>
    {
        public override Shape OutputShape(Shape x) => x;

        public override Layer<U>? Over<U>() => new OneAtZero<U>();

        public override void Forward(Tensor<T> x, Tensor<T> y)
        {
            for (var i = 0; i < x.Shape.Count; i++) y[i] = x[i] > T.Zero ? x[i] : T.Zero;
        }

        public override void Backward(
            Tensor<T> x, Tensor<T> y, Tensor<T> dy, Tensor<T>? dx, ReadOnlySpan<Tensor<T>> gradients)
        {
            for (var i = 0; i < (dx?.Shape.Count ?? 0); i++) dx![i] = x[i] >= T.Zero ? dy[i] : T.Zero;
        }
    }
}
