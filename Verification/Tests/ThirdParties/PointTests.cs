namespace CnnVerified.Verification.Tests.ThirdParties;

/// <summary>Where code is checked: at some entries, at several points, at random ones.</summary>
public class PointTests
{
    private static readonly Func<double[], double> Logarithms = x => x.Sum(Math.Log);

    // Right where x is below 2.
    private static readonly Func<double[], double[]> Slopes = x => [.. x.Select(v => v < 2 ? 1 / v : 2 / v)];

    [Test]
    public void Chosen_entries_alone_are_checked()
    {
        double[] x = [0.5, 1, 3, 1.5, 5];
        Assert.Multiple(() =>
        {
            Assert.That(Check(x).Only("x", ..2).Run().Passed);
            Assert.That(Check(x).Only("x", 1..3).Run().Count(Verdict.Wrong), Is.EqualTo(1));
            Assert.That(Check(x).Only("x", ^1..).Run().ToString(), Does.Contain("x[4]: analytic 0.4, numeric 0.2"));
            Assert.That(() => Check(x).Only("x", 3..7).Run(), Throws.InvalidOperationException.With.Message.EqualTo(
                "Only asks for entries 3..7 of x, but it has 5."));
        });
    }

    [Test]
    public void Calls_are_foretold_for_the_chosen_entries_alone() =>
        Assert.That(Check([1, 1, 1, 1, 1, 1, 1]).Only("x", 2..4).ExpectedCalls(), Is.EqualTo(8 + 2 * 8));

    [Test]
    public void Entries_of_a_layer_can_be_chosen()
    {
        var layer = new Dense<double>(Draw.Normal(new(3, 4), 1), Draw.Normal(new(3), 2));
        var report = GradientCheck.Of(layer).At(2, 4).Only("weights", 5..7).Only("x", ..1).Run();
        Assert.That(report.Variables.Select(v => (v.Name, v.Entries.Count)), Is.EqualTo([("weights", 2), ("x", 1)]));
    }

    [Test]
    public void A_mistake_shows_at_the_point_where_it_is()
    {
        var report = GradientCheck.Of(Logarithms, Slopes).AtEach([0.5, 1], [1, 3], [1.5, 0.1]).Run();
        Assert.That(report.Summary.Variables.Select(v => (v.Name, v.Wrong)),
            Is.EqualTo([("x (1)", 0), ("x (2)", 1), ("x (3)", 0)]));
        Assert.That(report.ToString(), Does.StartWith("function at 2, 3 points: the gradient of x (2) is wrong."));
    }

    [Test]
    public void Random_points_find_what_one_point_hides()
    {
        Assert.That(Check([1.9, 1.5]).Run().Passed);
        Assert.That(Check([1.9, 1.5]).Points(10).Run().Passed, Is.False);
    }

    [Test]
    public void Random_points_stay_within_bounds()
    {
        var highest = 0.0;
        var check = GradientCheck.Of(
            x => { highest = Math.Max(highest, x.Max()); return x.Sum(v => Math.Log(v / (1 - v))); },
            x => [.. x.Select(v => 1 / (v * (1 - v)))]).At(new[] { 0.7, 0.9 }).Within("x", 1e-3, 0.999);
        Assert.That(check.Points(20).Run().Passed);
        Assert.That(highest, Is.LessThanOrEqualTo(0.999));
    }

    [Test]
    public void Entries_have_bounds_and_sizes_of_their_own()
    {
        double[] least = [0, -1], most = [1, 0];
        var asked = new List<double[]>();
        GradientCheck.Of(x => { asked.Add([.. x]); return x[0] * x[0] + x[1]; }, x => [2 * x[0], 1])
            .At(new[] { 0.5, 0 }).Within("x", least, most).Typically("x", [1, 1e-3]).Points(5).Verify();
        Assert.That(asked.All(x => x.Zip(least).All(one => one.First >= one.Second)
            && x.Zip(most).All(one => one.First <= one.Second)));
    }

    [Test]
    public void Random_points_of_a_loss_are_probabilities() => GradientCheck.Of(new StrictLoss())
        .At(new Tensor<double>(new(1, 3), [0.9, 0.97, 0.2]), new Tensor<double>(new(1, 3), [1, 0, 1]))
        .Points(20).Verify();

    [Test]
    public void Random_directions_have_all_entries() =>
        Assert.That(() => Check([1, 1, 1]).Only("x", ..2).ByRandomProjection(2).Run(),
            Throws.InvalidOperationException.With.Message.EqualTo(
                "Only asks for entries 0..2 of x, but random directions have all of them."));

    [Test]
    public void Cubes_of_a_thousand_numbers_are_decided()
    {
        var x = Draw.Normal(new(1_000), 5).Values.ToArray();
        GradientCheck.OfBackward(
            a => Array.ConvertAll(a["x"], v => v * v * v),
            (a, dy) => [("x", a["x"].Zip(dy, (v, one) => 3 * v * v * one).ToArray())]).At(("x", x)).Verify();
        GradientCheck.Of(v => v.Sum(one => one * one * one), v => [.. v.Select(one => 3 * one * one)])
            .At(x[..300]).Verify();
    }

    [Test]
    public void A_size_for_some_entries_alone_is_refused() =>
        Assert.That(() => Check([1, 1, 1]).Typically("x", [1, 1]).Run(), Throws.InvalidOperationException
            .With.Message.EqualTo("2 bounds or sizes are given for x, but it has 3 entries."));

    [Test]
    public void Random_points_of_a_layer_are_other_inputs()
    {
        var report = GradientCheck.Of(new Sigmoid<double>()).At(2, 3).Points(3).Run();
        Assert.That(report.Passed);
        Assert.That(
            report.Variables.Select(v => v.Entries[0].Analytic).Distinct().Count(), Is.EqualTo(3));
    }

    [Test]
    public void Arrays_in_single_precision_stay_so_at_random_points() =>
        GradientCheck.Of<float>(x => x.Sum(v => v * v), x => [.. x.Select(v => 2 * v)])
            .At(new[] { 0.3f, -1.7f }).Points(5).Verify();

    [Test]
    public void Checks_at_several_points_cannot_be_split() =>
        Assert.That(() => Check([1, 1]).Points(2).Run(new CheckShard(1, 2)), Throws.InvalidOperationException);

    /// <summary>Binary cross-entropy that refuses what is no probability.</summary>
    private sealed class StrictLoss : Loss<double>
    {
        private readonly BinaryCrossEntropy<double> right = new();

        public override double Value(Tensor<double> prediction, Tensor<double> target) =>
            prediction.Values.ToArray().All(p => p is >= 0 and <= 1) ? right.Value(prediction, target)
            : throw new InvalidOperationException("prediction must be between 0 and 1.");

        public override void Gradient(Tensor<double> prediction, Tensor<double> target, Tensor<double> gradient) =>
            right.Gradient(prediction, target, gradient);
    }

    private static GradientCheck Check(double[] x) => GradientCheck.Of(Logarithms, Slopes).At(x);
}
