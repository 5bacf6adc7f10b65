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
        var dense = new Dense<double>(All(0.1, 3, 2), All(0.1, 3));
        Accept(GradientCheck.Of(new Network<double>(dense), new SoftmaxCrossEntropy<double>()).At(1, 2));

        static Tensor<double> All(double value, params int[] shape) =>
            new(new Shape(shape), [.. Enumerable.Repeat(value, new Shape(shape).Count)]);
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
    public void An_unstable_forward_pass([Range(-5, -2)] int power)
    {
        for (var x = Math.Pow(10, power); x < Math.Pow(10, power + 1); x *= 1.3)
            Accept(GradientCheck.Of(
                v => (1 - Math.Cos(v[0])) / (v[0] * v[0]), v => [-v[0] / 12 + Math.Pow(v[0], 3) / 180]).At(Row(x)));
    }

    [Test]
    public void A_pole_between_the_point_and_a_step() => Accept(GradientCheck.Of(
        x => x.Sum(v => 1 / v), x => [.. x.Select(v => -1 / (v * v))]).At(Row(-1e-6, 1, 2)));

    [Test]
    public void Parameters_of_many_sizes_in_one_array()
    {
        double[] sizes = [1e-6, 1e-3, 1, 1e3, 1e6];
        Accept(GradientCheck.Of(
            x => x.Zip(sizes, (v, s) => Math.Sin(v / s)).Sum(), x => [.. x.Zip(sizes, (v, s) => Math.Cos(v / s) / s)])
            .At(Row([.. sizes.Select(s => 0.7 * s)])));
    }

    [Test]
    public void A_kink_nearby([Values(1e-7, 1e-9, 1e-12)] double distance)
    {
        Accept(GradientCheck.Of(x => Math.Abs(x[0] - 1), x => [Math.Sign(x[0] - 1)]).At(Row(1 + distance)));
        Accept(GradientCheck.Of(
            x => x.Sum(v => Math.Max(v, 0)), x => [.. x.Select(v => v > 0 ? 1.0 : 0)]).At(Row(distance, 1, -2, 3)));
    }

    [Test]
    public void A_solver_that_stops_at_1e_8_needs_no_tolerance_declared()
    {
        for (var x = 0.5; x < 20; x += 0.37)
        {
            Check(x, 0.5).Verify();
            Assert.That(Check(x, 0.50005).Run().Passed, Is.False);
        }

        static GradientCheck Check(double x, double half) =>
            GradientCheck.Of(v => Root(v[0]), v => [half / Math.Sqrt(v[0])])
                .At(new Tensor<double>(new Shape(1), x));

        static double Root(double x)
        {
            var (y, change) = (x, 1.0);
            while (Math.Abs(change) > 1e-8) y -= change = (y - x / y) / 2;
            return y;
        }
    }

    [Test]
    public void A_function_with_a_memo_dictionary_can_be_checked()
    {
        var memo = new Dictionary<double, double>();
        double Square(double x) => memo.TryGetValue(x, out var known) ? known : memo[x] = x * x;
        GradientCheck.Of(x => x.Sum(Square), x => [.. x.Select(v => 2 * v)]).At(500).Verify();
    }

    private static Tensor<double> Row(params double[] values) => new(new Shape(1, values.Length), values);

    private static void Accept(GradientCheck check)
    {
        var report = check.Run();
        Assert.That(report.Count(Verdict.Wrong), Is.Zero, report.ToString);
    }

    private sealed class OneAtZero<T> : Activation<T> where T : IFloatingPointIeee754<T>
    {
        public override T Value(T x) => x > T.Zero ? x : T.Zero;

        public override T Slope(T x, T y) => x >= T.Zero ? T.One : T.Zero;

        public override Layer<U> Over<U>() => new OneAtZero<U>();
    }
}
