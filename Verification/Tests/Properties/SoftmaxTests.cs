namespace CnnVerified.Verification.Tests.Properties;

public sealed class SoftmaxTests
{
    private static readonly SoftmaxCrossEntropy<double> Loss = new();

    [GateProperty]
    public void Probabilities_are_not_negative_sum_to_one_and_keep_the_order_of_the_logits(DenseGeometry geometry)
    {
        var x = Logits(geometry);
        var y = Softmax(x);
        Assert.That(y.Values.ToArray(), Is.All.InRange(0.0, 1.0));
        for (var n = 0; n < geometry.N; n++)
        {
            Assert.That(Row(y, n).Sum(), Is.EqualTo(1).Within(Tolerances.Oracle));
            var (logits, probabilities) = (Row(x, n), Row(y, n));
            Array.Sort(logits, probabilities);
            Assert.That(probabilities, Is.Ordered);
        }
    }

    [GateProperty]
    public void Adding_a_number_to_all_logits_of_a_sample_changes_no_probability_and_no_loss(DenseGeometry geometry)
    {
        var x = Logits(geometry);
        var (shifted, target) = (x.Clone(), Target(geometry));
        for (var i = 0; i < x.Shape.Count; i++) shifted[i] += 3 + i / geometry.Inputs;
        var tolerance = Tolerances.Oracle * geometry.Outputs;       // which is the standard deviation of the logits
        Agreement.Require("y", Softmax(shifted), Softmax(x), tolerance);
        Assert.That(Loss.Value(shifted, target), Is.EqualTo(Loss.Value(x, target)).Within(tolerance));
    }

    [GateProperty]
    public void The_gradients_of_each_sample_sum_to_zero(DenseGeometry geometry)
    {
        var (x, target) = (Logits(geometry), Target(geometry));
        var dy = new NormalValues(geometry.Seed).Tensor<double>(x.Shape);
        var dx = new Softmax<double>().Backward(x, Softmax(x), dy).Input;
        var gradient = Gradient(x, target);
        for (var n = 0; n < geometry.N; n++)
        {
            Assert.That(Row(dx, n).Sum(), Is.Zero.Within(Tolerances.Oracle));
            Assert.That(Row(gradient, n).Sum(), Is.Zero.Within(Tolerances.Oracle));
        }
    }

    [GateProperty]
    public void The_fused_loss_is_cross_entropy_after_softmax(DenseGeometry geometry)
    {
        // L = −Σ t·ln p/N, and through the softmax layer dL/dz is its backward pass on dL/dp = −t/p/N.
        var (z, t) = (new NormalValues(geometry.Seed).Tensor<double>(geometry.X), Target(geometry));
        var p = Softmax(z);
        var terms = Enumerable.Range(0, z.Shape.Count).Select(i => -t[i] * Math.Log(p[i]) / geometry.N);
        Assert.That(Loss.Value(z, t), Is.EqualTo(terms.Sum()).Within(Tolerances.Oracle));

        var dp = t.Clone();
        for (var i = 0; i < z.Shape.Count; i++) dp[i] = -t[i] / p[i] / geometry.N;
        Agreement.Require("dz", Gradient(z, t), new Softmax<double>().Backward(z, p, dp).Input, Tolerances.Oracle);
    }

    [GateProperty]
    public void A_distribution_equal_to_the_prediction_has_no_gradient_and_the_least_loss(DenseGeometry geometry)
    {
        var (z, other) = (Logits(geometry), Logits(geometry with { Seed = geometry.Seed / 2 + 1 }));
        var target = Softmax(z);
        Agreement.Require("dz", Gradient(z, target), new Tensor<double>(z.Shape), Tolerances.Oracle);
        Assert.That(Loss.Value(z, target), Is.LessThanOrEqualTo(Loss.Value(other, target) + Tolerances.Oracle));
    }

    [TestCase(1e4)]
    [TestCase(-1e4)]
    public void Extreme_logits_have_an_exact_and_finite_loss_and_gradient(double extreme)
    {
        // The label's logit is ±10⁴, two others are 0: ln Σ is 10⁴, or ln 2 where the label's share vanishes.
        var logits = new Tensor<double>(new Shape(1, 3), 0, extreme, 0);
        var target = SoftmaxCrossEntropy<double>.OneHot(3, 1);
        var expected = extreme > 0 ? 0 : 1e4 + Math.Log(2);
        Assert.That(Loss.Value(logits, target), Is.EqualTo(expected).Within(Tolerances.Oracle * 1e4));
        Assert.That(
            Gradient(logits, target).Values.ToArray(), Is.EqualTo(extreme > 0 ? [0.0, 0, 0] : new[] { 0.5, -1, 0.5 }));
        Assert.That(Softmax(logits).Values.ToArray(), Is.EqualTo(extreme > 0 ? [0.0, 1, 0] : new[] { 0.5, 0, 0.5 }));
    }

    [Test]
    public void Extreme_float_logits_stay_finite_too()
    {
        var logits = new Tensor<float>(new Shape(2, 2), 1e4f, -1e4f, -1e4f, 1e4f);
        var (target, gradient) = (SoftmaxCrossEntropy<float>.OneHot(2, 1, 1), new Tensor<float>(logits.Shape));
        var loss = new SoftmaxCrossEntropy<float>();
        loss.Gradient(logits, target, gradient);
        Assert.That(loss.Value(logits, target), Is.EqualTo(1e4f));
        Assert.That(gradient.Values.ToArray(), Is.EqualTo(new[] { 0.5f, -0.5f, 0, 0 }));
    }

    [TestCase(double.NaN, 1)]
    [TestCase(1, double.NaN)]
    public void NaN_is_not_hidden(double first, double second)
    {
        var logits = new Tensor<double>(new Shape(1, 2), first, second);
        Assert.That(Loss.Value(logits, SoftmaxCrossEntropy<double>.OneHot(2, 0)), Is.NaN);
        Assert.That(Softmax(logits).Values.ToArray(), Is.All.NaN);
    }

    private static Tensor<double> Softmax(Tensor<double> x) => new Softmax<double>().Forward(x);

    private static Tensor<double> Gradient(Tensor<double> logits, Tensor<double> target)
    {
        var gradient = new Tensor<double>(logits.Shape);
        Loss.Gradient(logits, target, gradient);
        return gradient;
    }

    private static Tensor<double> Logits(DenseGeometry geometry) =>
        new NormalValues(geometry.Seed).Tensor<double>(geometry.X, scale: geometry.Outputs);

    /// <summary>Another distribution over the classes for each sample.</summary>
    private static Tensor<double> Target(DenseGeometry geometry) =>
        Softmax(Logits(geometry with { Seed = geometry.Seed / 3 }));

    private static double[] Row(Tensor<double> matrix, int n) =>
        matrix.Values.Slice(n * matrix.Shape[1], matrix.Shape[1]).ToArray();
}
