namespace CnnVerified.Verification.Tests.Properties;

public sealed class BinaryCrossEntropyTests
{
    private static readonly BinaryCrossEntropy<double> Loss = new();

    [GateProperty]
    public void Binary_cross_entropy_is_the_mean_over_all_entries_and_never_negative(DenseGeometry geometry)
    {
        var (p, t) = Draw(geometry);
        var expected = Enumerable.Range(0, p.Shape.Count).Average(
            i => -(t[i] * Math.Log(p[i]) + (1 - t[i]) * Math.Log(1 - p[i])));
        Assert.That(Loss.Value(p, t), Is.EqualTo(expected).Within(Tolerances.Oracle * Math.Max(1, expected)));
        Assert.That(Loss.Value(p, t), Is.GreaterThanOrEqualTo(0));
    }

    [GateProperty]
    public void The_gradient_points_from_the_target_to_the_prediction(DenseGeometry geometry)
    {
        var (p, t) = Draw(geometry);
        var gradient = GradientOf(p, t);
        for (var i = 0; i < p.Shape.Count; i++)
            Assert.That(Math.Sign(gradient[i]), Is.EqualTo(Math.Sign(p[i] - t[i])), $"p = {p[i]:R}, t = {t[i]:R}");
    }

    [GateProperty]
    public void A_prediction_equal_to_its_target_has_no_gradient_and_the_least_loss(DenseGeometry geometry)
    {
        var (p, t) = Draw(geometry);
        Assert.That(GradientOf(t, t).Values.ToArray(), Is.All.Zero);
        Assert.That(Loss.Value(p, t), Is.GreaterThanOrEqualTo(Loss.Value(t, t)));
    }

    [TestCase(0, 0)]
    [TestCase(0, 1)]
    [TestCase(1, 0)]
    [TestCase(1, 1)]
    public void Certainty_has_a_finite_loss_and_no_gradient(double prediction, double target)
    {
        var p = new Tensor<double>(new Shape(1, 1), prediction);
        var t = new Tensor<double>(new Shape(1, 1), target);
        var epsilon = BinaryCrossEntropy<double>.Epsilon;
        var likelihood = prediction == target ? 1 - epsilon : epsilon;
        var tolerance = Tolerances.Oracle * likelihood + ClampRoundoff;
        Assert.That(Math.Exp(-Loss.Value(p, t)), Is.EqualTo(likelihood).Within(tolerance));
        Assert.That(GradientOf(p, t)[0], Is.Zero);
    }

    // ε = 10⁻¹⁵ is taken from 1 and, for the logarithm of 1 − p, again: 1 − (1 − ε) is off by half a unit of 1.
    private static readonly double ClampRoundoff = Tolerances.Reordering<double>(1);

    private static Tensor<double> GradientOf(Tensor<double> p, Tensor<double> t)
    {
        var gradient = new Tensor<double>(p.Shape);
        Loss.Gradient(p, t, gradient);
        return gradient;
    }

    /// <summary>Predictions and soft targets strictly between 0 and 1.</summary>
    private static (Tensor<double> P, Tensor<double> T) Draw(DenseGeometry geometry)
    {
        var values = new NormalValues(geometry.Seed);
        var sigmoid = new Sigmoid<double>();
        return (sigmoid.Forward(values.Tensor<double>(geometry.X)), sigmoid.Forward(values.Tensor<double>(geometry.X)));
    }
}
