namespace CnnVerified.Verification.Tests.Gradients;

/// <summary>Where nothing can be told, or only that derivatives are 0, a report says so.</summary>
public class NoSignal
{
    [Test]
    public void A_report_names_the_tensors_that_nothing_shows_as_weights_behind_them_are_0()
    {
        var broken = Catalogue.Find("dense-factor-two")!.PlantIn(new Dense<double>(Zero(4, 4), Zero(4)));
        var network = new Network<double>(broken, new ReLU<double>(), new Dense<double>(Zero(3, 4), Zero(3)));
        var report = GradientCheck.Of(network, new SoftmaxCrossEntropy<double>()).At(2, 4).Run();
        Assert.That(report.Passed, Is.False);
        foreach (var silent in new[] { "Dense[0].weights", "Dense[0].bias", "Dense[2].weights", "x" })
            Assert.That(report.Variables.Single(v => v.Name == silent).Entries.Select(e => e.Doubt),
                Is.All.EqualTo(Doubt.NoSignal), silent);
        Assert.That(WordsOf(report), Does.Contain("no signal").And.Contain("any mistake that gives 0 would pass"));
    }

    /// <summary>The derivatives are 0, and known to be; a factor, as of a mean, is not to be seen.</summary>
    [Test]
    public void A_check_in_which_every_derivative_is_0_confesses_what_it_cannot_see([Values] bool isFlat)
    {
        var t = Draw.Uniform(new Shape(3, 2), 0.1, 0.9, 1);
        var loss = isFlat ? new Insensitive() : Examples.MissingMean;
        var report = GradientCheck.Of(loss).At(t.Clone(), t).Run();
        Assert.That(report.Signal, Is.Zero);
        Assert.That(report.Blind, Has.Some.StartsWith("every derivative is 0 here"));
        Assert.That(report.ToString(), Does.Contain("every derivative is 0 here").And.Not.Contain("Infinity"));
    }

    private static Tensor<double> Zero(params int[] shape) => new(new Shape(shape));

    /// <summary>L = Σ max(0, |p − t| − 0.01).</summary>
    private sealed class Insensitive : Loss<double>
    {
        public override double Value(Tensor<double> prediction, Tensor<double> target) => Enumerable
            .Range(0, target.Shape.Count).Sum(i => Math.Max(0, Math.Abs(prediction[i] - target[i]) - 0.01));

        public override void Gradient(Tensor<double> prediction, Tensor<double> target, Tensor<double> gradient) =>
            gradient.Values.Clear();
    }
}
