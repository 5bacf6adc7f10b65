using static CnnVerified.Verification.Tests.Gradients.Examples;

namespace CnnVerified.Verification.Tests.Checks;

/// <summary>Functions that are smooth in pieces.</summary>
public class Kinks
{
    private const int Cases = 10_000;

    [Test]
    public void Raise_no_false_alarm_in_ten_thousand_random_cases()
    {
        Layer<double>[] layers = [new ReLU<double>(), new MaxPooling<double>((2, 2), (1, 1)),
            new MaxPooling<double>((3, 2), (2, 2), (1, 0))];
        Parallel.For(0, Cases, i =>
        {
            var layer = layers[i % layers.Length];
            // Every third round on a coarse grid, where values tie and stand exactly on the kink.
            var x = Draw.Normal(new Shape(1, 1, 3, 4), i);
            if (i / layers.Length % 3 == 0)
                foreach (ref var value in x.Values) value = Math.Round(2 * value) / 2;
            var report = GradientCheck.Of(layer).At(x).Run();
            Assert.That(report.Passed, () => $"{layer.Name}, case {i}: {report}");
        });
    }

    [Test]
    public void At_a_tie_the_first_winner_takes_all_and_nothing_else_is_correct()
    {
        var tie = new Tensor<double>(new Shape(1, 1, 1, 2), 1, 1);
        var all = new Tampered(new MaxPooling<double>((1, 2)))
        {
            AfterBackward = (_, _, dy, dx, _) => dx!.Values.Fill(dy[0]),
        };
        Assert.That(GradientCheck.Of(new MaxPooling<double>((1, 2))).At(tie).Run().Passed);
        Assert.That(GradientCheck.Of(Catalogue.Find("max-pool-all-winners")!.PlantIn(new MaxPooling<double>((1, 2))))
            .At(tie).Run().Count(Verdict.Wrong), Is.Positive);
        Assert.That(GradientCheck.Of(all).At(tie).Run().Count(Verdict.Wrong), Is.Positive,
            "any slope between left and right may be one entry's, but both together have the slope dy");
    }

    [Test]
    public void A_slope_outside_those_on_both_sides_is_wrong_at_the_kink_itself()
    {
        var zero = new Tensor<double>(new Shape(1), 0.0);
        Assert.That(AbsoluteValue(0.5).At(zero).Run().Passed);
        Assert.That(AbsoluteValue(-1).At(zero).Run().Passed);
        Assert.That(AbsoluteValue(1.001).At(zero).Run().Count(Verdict.Wrong), Is.EqualTo(1));

        static GradientCheck AbsoluteValue(double slope) => GradientCheck.Of(x => Math.Abs(x[0]), _ => [slope]);
    }

    [Test]
    public void A_slope_of_0_is_left_open_where_a_step_on_fine_stairs_moves_nothing() => Assert.That(
        GradientCheck.Of(x => Math.Round(1e13 * x[0] * x[0]) / 1e13, _ => [0.0]).At([0.7123]).Run()
            .Count(Verdict.Wrong),
        Is.Zero);

    [TestCase(2, false)]
    [TestCase(3, true)]
    public void A_gap_that_keeps_its_size_over_three_steps_is_a_kink(int steps, bool isKink)
    {
        List<Rung> rungs = [.. Enumerable.Range(-steps, steps).Select(k => Math.ScaleB(1, 2 * k)).Select(
            h => new Rung(0, h, new Sample(-h, h, h, false), new Sample(h, h, h, false)))];
        Assert.That(Sides.Of(rungs, 1, 0), Is.EqualTo((isKink, 0.0)));
    }

    [TestCase(1e-3)]
    [TestCase(1e-6)]
    [TestCase(1e-9)]
    [TestCase(1e-13)]
    public void Near_a_kink_the_step_shrinks(double distance)
    {
        var x = new Tensor<double>(new Shape(1, 4), distance, -distance, 1, -2);
        Assert.That(new ReLU<double>(), Has.CorrectGradients.At(x));
    }
}
