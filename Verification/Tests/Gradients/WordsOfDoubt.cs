using static CnnVerified.Verification.Tests.Gradients.Examples;

namespace CnnVerified.Verification.Tests.Gradients;

/// <summary>What reports say of functions that cannot be decided.</summary>
public class WordsOfDoubt
{
    [Test]
    public void A_report_says_what_is_not_deterministic_and_what_to_do()
    {
        var dice = new Random(1);
        var report = GradientCheck.Of(
            x => x.Sum() + 1e-3 * dice.NextDouble(), x => [.. x.Select(_ => 1.0)]).At(3).Run();
        Assert.That(report.ToString(), Does.Contain("not deterministic").And.Contain("Fix the random seed"));
    }

    [Test]
    public void One_of_several_calls_before_a_check_that_gives_another_number_is_told([Range(0, 3)] int call)
    {
        var calls = 0;
        var report = GradientCheck.Of(x => x[0] + x[1] + (calls++ == call ? 0.5 : 0), _ => [1.0, 1.0])
            .At([0.5, 1]).Run();
        Assert.That(report.Variables[0].Entries.Select(entry => entry.Doubt), Is.All.EqualTo(Doubt.NotDeterministic));
    }

    [Test]
    public void A_function_that_is_NaN_is_not_to_be_waived() => Assert.That(
        GradientCheck.Of(x => x[0] * double.NaN, _ => [1]).At(1).Run().ToString(),
        Does.Contain("Choose values inside the domain").And.Not.Contain("waive"));

    [Test]
    public void NaN_in_the_input_of_a_generic_layer_is_named_and_no_entry_is_wrong([Values] bool isDense)
    {
        var x = Normal(1, 4, 7);
        x[3] = double.NaN;
        Layer<double> layer = isDense ? Dense() : new Sigmoid<double>();
        var report = GradientCheck.Of(layer).At(x).Run();
        var text = report.ToString();
        Assert.That(text, Does.Contain("is NaN at the point itself"));
        Assert.That(text, Does.Not.Contain("suspect").And.Not.Contain("waive"));
        Assert.That((report.Passed, report.Count(Verdict.Wrong)), Is.EqualTo((false, 0)));
        Assert.That($"{LayerProof.Of(layer).At(x).Run()}", Does.Not.Contain("suspect Over"));
    }

    [Test]
    public void Noise_that_hides_the_derivative_is_inconclusive_and_does_not_pass()
    {
        var check = GradientCheck.Of(x => 1e12 + 1e-6 * x[0], _ => [1e-6]).At(1);
        Assert.That(check.Run().Count(Verdict.Inconclusive), Is.EqualTo(1));
        Assert.That(check.Run().Passed, Is.False);
        Assert.That(check.WaiveInconclusive("the constant swallows it").Run().Passed, Is.True);
    }
}
