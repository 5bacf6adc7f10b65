namespace CnnVerified.Verification.Tests.Gradients;

/// <summary>Wrong gradients of functions as others have them, which once passed.</summary>
public class StrangersMistakes
{
    /// <summary>Steps of the entry's own size are too small to show that it has a slope.</summary>
    [TestCase(1.4e-17)]
    [TestCase(1.4e-15)]
    [TestCase(1e-100)]
    public void A_forgotten_argument_does_not_pass_for_being_small(double small)
    {
        Reject(x => Math.Sin(x[0]) + x[1], x => [Math.Cos(x[0]), 0], 1.25, small);
        Reject(x => 1e8 * x[0] * x[0] + 3 * Math.Sin(x[1]), x => [2e8 * x[0], 0], 5.07, small);
        Assert.That(Check(x => Math.Exp(x[0]) + Math.Atan(x[1]), x => [Math.Exp(x[0]), 0], [1, small]).Run()
            .Count(Verdict.Wrong), Is.EqualTo(1));
    }

    /// <summary>1 − p rounds p, and the two finest steps agree by chance.</summary>
    [TestCase(4.52875891017946E-09)]
    [TestCase(1.4009836866110065E-08)]
    public void An_entropy_near_its_edge_is_not_right_that_is_off_by_a_few_millionths(double p)
    {
        Reject(x => -x[0] * Math.Log(x[0]) - (1 - x[0]) * Math.Log(1 - x[0]),
            x => [Math.Log((1 - x[0]) / x[0]) * (1 + 3e-6)], p);
        Accept(x => -x[0] * Math.Log(x[0]) - (1 - x[0]) * Math.Log(1 - x[0]), x => [Math.Log((1 - x[0]) / x[0])], p);
    }

    /// <summary>A cutoff is a jump, a pole has large values: neither says that a force is 0.</summary>
    [TestCase(2.153)]
    [TestCase(2.1553123000571413)]
    public void A_forgotten_force_does_not_pass_before_a_cutoff(double r) => Reject(
        x => x[0] < 2.5 ? 4 * (Math.Pow(x[0], -12) - Math.Pow(x[0], -6)) : 0, _ => [0], r);

    [Test]
    public void An_argument_of_0_beside_a_large_one_is_not_forgotten() =>
        Reject(x => Math.Exp(x[0]) * Math.Log(x[1]), x => [0, Math.Exp(x[0]) / x[1]], 0, 2.648e14);

    /// <summary>Noise, which a kink may look like, does not bring it to the point.</summary>
    [TestCase(1e-13)]
    [TestCase(1e-12)]
    [TestCase(4.1354e-12)]
    public void A_slope_of_the_other_side_of_a_kink_nearby_does_not_pass(double distance)
    {
        foreach (var x in new[] { Math.PI + distance, Math.PI - distance })
            foreach (var claimed in new[] { -Math.Sign(x - Math.PI), 0, 0.9 * Math.Sign(x - Math.PI) })
                Reject(v => Math.Abs(Math.Sin(v[0])), _ => [claimed], x);
    }

    /// <summary>Each slope alone is one between those on the two sides, but there is no such gradient.</summary>
    [Test]
    public void Slopes_at_a_kink_that_several_arguments_share_must_be_right_together()
    {
        Reject(x => Math.Abs(x[0] + x[1]), _ => [1, -1], 1.5, -1.5);
        Reject(x => Math.Abs(x[0] + x[1]), _ => [1, -1], 0, 0);
        Reject(x => Math.Max(x[0], 2 * x[1]), _ => [0, 0], 2, 1);
        Reject(x => Math.Max(x[0], 2 * x[1]), _ => [1, 2], 2, 1);
        Reject(x => Math.Max(0, 1 - x[0] * x[1]), _ => [-0.5, 0], 2, 0.5);
        Reject(x => Math.Sqrt(x[0] * x[0] + x[1] * x[1]), _ => [0.9, -0.9], 0, 0);
        Reject(x => Math.Abs(x.Sum()), _ => [0.1, -0.1, 0.1, -0.1, 0.1, -0.1, 0.1, -0.1], 1, 1, 1, 1, -1, -1, -1, -1);
    }

    [Test]
    public void Slopes_at_such_a_kink_that_are_right_together_pass()
    {
        Accept(x => Math.Abs(x[0] + x[1]), _ => [1, 1], 1.5, -1.5);
        Accept(x => Math.Abs(x[0] + x[1]), _ => [0, 0], 1.5, -1.5);
        Accept(x => Math.Max(x[0], 2 * x[1]), _ => [1, 0], 2, 1);
        Accept(x => Math.Max(x[0], 2 * x[1]), _ => [0, 2], 2, 1);
        Accept(x => Math.Max(0, 1 - x[0] * x[1]), x => [-x[1], -x[0]], 2, 0.5);
        Accept(x => Math.Max(0, 1 - x[0] * x[1]), _ => [0, 0], 2, 0.5);
        Accept(x => Math.Sqrt(x[0] * x[0] + x[1] * x[1]), _ => [0, 0], 0, 0);
    }

    private static void Reject(Func<double[], double> function, Func<double[], double[]> gradient, params double[] x) =>
        Assert.That(Check(function, gradient, x).Run().Passed, Is.False);

    private static void Accept(Func<double[], double> function, Func<double[], double[]> gradient, params double[] x) =>
        Check(function, gradient, x).Verify();

    private static GradientCheck Check(
        Func<double[], double> function, Func<double[], double[]> gradient, double[] x) =>
        GradientCheck.Of(function, gradient).At(new Tensor<double>(new Shape(x.Length), x));
}
