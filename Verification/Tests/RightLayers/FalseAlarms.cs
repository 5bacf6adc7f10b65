namespace CnnVerified.Verification.Tests.RightLayers;

/// <summary>Right code that was once called wrong, each the smallest case of its kind.</summary>
[Parallelizable]
public class FalseAlarms
{
    /// <summary>Dual numbers add t/p and −(1 − t)/(1 − p), which leave 10⁻¹⁷ where the derivative is 0.</summary>
    [Test]
    public void At_the_optimum_of_a_cross_entropy_what_cancels_in_dual_numbers_is_no_mistake()
    {
        var p = Draw.Uniform(new Shape(4, 5), 0.01, 0.99, 235);
        var check = GradientCheck.Of(new BinaryCrossEntropy<double>()).At(p, p);
        Assert.That(check.Run().Count(Verdict.Correct), Is.EqualTo(20));
        Assert.That(check.WithDualNumbersAlone().Run().Count(Verdict.Correct), Is.EqualTo(20));
        Assert.That(check.ByRandomProjection().Run().Count(Verdict.Wrong), Is.Zero);
    }

    /// <summary>The same, beside probabilities of 0 and such as are clipped.</summary>
    [TestCase(6179)]
    [TestCase(12886)]
    public void What_cancels_in_dual_numbers_alone_is_no_mistake(int seed) =>
        Assert.That(RightCode.Draw(seed).Check().WithDualNumbersAlone().Run().Count(Verdict.Wrong), Is.Zero);

    /// <summary>y·(1 − y) is 0 at y = 1, where the slope e⁻⁷³ of dual numbers is none that double can see.</summary>
    [Test]
    public void A_saturated_sigmoid_s_slope_of_0_is_right()
    {
        var x = new Tensor<double>(new Shape(1, 2), 73, 1);
        var check = GradientCheck.Of(new Sigmoid<double>()).At(x);
        Assert.That(check.Run().Count(Verdict.Wrong), Is.Zero);
        Assert.That(check.WithDualNumbersAlone().Run().Count(Verdict.Wrong), Is.Zero);
    }

    /// <summary>relu(x) − k·relu(−x) is x, or k·x, but by the convention of each its gradient at 0 is 0.</summary>
    [TestCase(1)]
    [TestCase(2)]
    [TestCase(0.3)]
    public void Kinks_that_cancel_at_a_point_leave_it_undecided(double k)
    {
        var zero = new Tensor<double>(new Shape(1), 0.0);
        var report = GradientCheck.Of(x => Math.Max(x[0], 0) - k * Math.Max(-x[0], 0),
            x => [x[0] > 0 ? 1 : x[0] < 0 ? k : 0]).At(zero).Run();
        Assert.That(report.Count(Verdict.Wrong), Is.Zero);
        Assert.That(report.Summary.Doubts, Does.ContainKey(Doubt.Kink));
    }

    /// <summary>What is wrong is wrong beside the point, too.</summary>
    [Test]
    public void A_slope_that_is_wrong_beside_a_kink_as_well_stays_wrong()
    {
        var zero = new Tensor<double>(new Shape(1), 0.0);
        Assert.That(GradientCheck.Of(x => Math.Max(x[0], 0) - Math.Max(-x[0], 0), _ => [0.9]).At(zero).Run()
            .Count(Verdict.Wrong), Is.EqualTo(1));
    }

    /// <summary>Windows overlap: an input that ties wins in several, where weights of either sign cancel.</summary>
    [Test]
    public void Ties_under_a_dense_layer_of_one_opaque_layer_are_not_called_wrong()
    {
        var code = RightCode.Draw(221);
        Assert.That(code.ForDoubleAlone.Check().Run().Count(Verdict.Wrong), Is.Zero);
        Assert.That(code.ForDoubleAlone.Check().ByRandomProjection().Run().Count(Verdict.Wrong), Is.Zero);
    }

    /// <summary>1 − p near 1 moves in steps, of which a few are long: each looks smooth from within.</summary>
    [TestCase(99)]
    [TestCase(286)]
    [TestCase(336)]
    [TestCase(454)]
    [TestCase(631)]
    public void Stairs_of_a_saturated_loss_are_not_taken_for_its_slope(int seed) => IsNotCalledWrongInDouble(seed);

    /// <summary>Moved together, tied inputs of a mean that is then compared stand at another kink.</summary>
    [Test]
    public void Tied_inputs_of_means_that_are_then_compared_are_not_called_wrong() =>
        Assert.That(RightCode.Draw(893).Check().Run().Count(Verdict.Wrong), Is.Zero);

    /// <summary>Two parameters are no dense layer's unless x has the shape for it: the confession crashed.</summary>
    [Test]
    public void A_composite_s_report_can_be_read()
    {
        var layer = new Composite<double>(new Network<double>(
            new Reshape<double>(new Shape(6)),
            new Dense<double>(Draw.Normal(new Shape(2, 6), 1), Draw.Normal(new Shape(2), 2))));
        Assert.That(GradientCheck.Of(layer).At(2, 1, 2, 3).Run().ToString(), Does.Contain("no wrong gradient"));
    }

    /// <summary>Along directions the entries are steps, which cannot be pulled apart as tied entries can.</summary>
    [Test]
    public void Projections_at_a_kink_by_differences_alone_are_run_to_the_end()
    {
        var layer = new DoubleLayer(new ReLU<double>());
        Assert.That(GradientCheck.Of(layer).At(new Tensor<double>(new Shape(2, 3))).ByRandomProjection().Run()
            .Count(Verdict.Wrong), Is.Zero);
    }

    /// <summary>Single precision clips probabilities at 6·10⁻⁸, double at 10⁻¹⁵.</summary>
    [Test]
    public void A_loss_that_clips_by_what_its_scalar_can_tell_is_the_same_over_another() =>
        Assert.That(LayerProof.Of(new BinaryCrossEntropy<double>())
            .At(new Tensor<double>(new Shape(1, 2), 1e-16, 1 - Math.ScaleB(1, -53))).Run().Outcomes
            .Select(check => check.Outcome.Status), Has.None.EqualTo(CheckStatus.Failed));

    /// <summary>
    /// Tied inputs under opaque layers; gradients of 0 of which rounding is left; saturated sigmoids under ties; second
    /// derivatives beside ties that are hardly known.
    /// </summary>
    [TestCase(3902)]
    [TestCase(5774)]
    [TestCase(6720)]
    [TestCase(6783)]
    [TestCase(7885)]
    [TestCase(8703)]
    [TestCase(11216)]
    [TestCase(16813)]
    [TestCase(24429)]
    public void What_differences_misjudge_fails_no_proof(int seed) =>
        Assert.That(RightCode.Draw(seed).Proof()!.Run().Outcomes.Select(check => check.Outcome.Status),
            Has.None.EqualTo(CheckStatus.Failed));

    /// <summary>Softmax near 1 under ties: 30 digits know no slope there, but how much of it double loses.</summary>
    [TestCase(2061)]
    [TestCase(9579)]
    public void What_double_loses_is_no_mistake_along_directions(int seed) =>
        Assert.That(RightCode.Draw(seed).Check().ByRandomProjection().Run().Count(Verdict.Wrong), Is.Zero);

    /// <summary>
    /// Softmax, cross-entropy and saturated units whose terms cancel: rounding is left, or a plateau of exact zeros.
    /// </summary>
    [TestCase(1693)]
    [TestCase(4899)]
    [TestCase(7016)]
    [TestCase(7779)]
    public void Rounding_that_is_left_of_a_derivative_of_0_is_no_mistake(int seed) => IsNotCalledWrongInDouble(seed);

    /// <summary>Equal inputs of which other layers make stairs, or kinks along all of them together.</summary>
    [TestCase(1653)]
    [TestCase(5270)]
    [TestCase(8337)]
    public void Ties_along_which_the_function_has_no_slope_are_not_called_wrong(int seed) =>
        IsNotCalledWrongInDouble(seed);

    /// <summary>1 − p near 1 has so few steps that none is in reach of an entry: from within it looks smooth.</summary>
    [TestCase(3550)]
    [TestCase(5161)]
    public void A_network_of_right_parts_is_not_called_wrong(int seed) => IsNotCalledWrongInDouble(seed);

    /// <summary>
    /// Two maxima one behind the other, each with ties: the first winner of both is none of the function's slopes.
    /// </summary>
    [Test]
    public void Conventions_that_do_not_fit_together_are_not_called_wrong() => IsNotCalledWrongInDouble(6783);

    /// <summary>
    /// A unit begins to move on one side; on the other the last digit of the slope is lost in stairs.
    /// </summary>
    [Test]
    public void A_side_that_is_clearer_is_no_other_slope() => IsNotCalledWrongInDouble(26809);

    /// <summary>
    /// Two outputs have kinks, which nearly cancel beside outputs that are large and far from the entry.
    /// </summary>
    [Test]
    public void Outputs_out_of_reach_hide_no_kinks() => IsNotCalledWrongInDouble(3025);

    /// <summary>
    /// Cross-entropy at 0 and 1 has a pole that is cut off; ties, weak kinks and stairs along directions.
    /// </summary>
    [TestCase(1030)]
    [TestCase(4700)]
    [TestCase(5600)]
    [TestCase(5790)]
    [TestCase(6550)]
    [TestCase(6680)]
    [TestCase(7375)]
    [TestCase(8490)]
    [TestCase(8510)]
    [TestCase(8685)]
    [TestCase(9345)]
    [TestCase(9580)]
    [TestCase(11555)]
    [TestCase(16720)]
    [TestCase(17125)]
    [TestCase(21580)]
    [TestCase(22150)]
    [TestCase(22570)]
    [TestCase(26085)]
    [TestCase(27680)]
    [TestCase(29325)]
    public void Poles_ties_and_stairs_along_directions_are_not_called_wrong(int seed) =>
        Assert.That(
            RightCode.Draw(seed).ForDoubleAlone.Check().ByRandomProjection().Run().Count(Verdict.Wrong), Is.Zero);

    private static void IsNotCalledWrongInDouble(int seed) =>
        Assert.That(RightCode.Draw(seed).ForDoubleAlone.Check().Run().Count(Verdict.Wrong), Is.Zero);
}
