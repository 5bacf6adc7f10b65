using CnnVerified.Verification.Tests.Checks;
using static CnnVerified.Verification.Tests.Gradients.Examples;

namespace CnnVerified.Verification.Tests.Reporting;

/// <summary>Where several contracts fail at once, a proof says which of them to look at first.</summary>
[Parallelizable(ParallelScope.All)]
public sealed class FirstCauseTests
{
    [TestCase("dense-updates-in-backward", "arguments untouched")]
    [TestCase("conv-remembers-gradients", "deterministic")]
    [TestCase("conv-dx-not-cleared", "buffers overwritten")]
    [TestCase("sigmoid-stale-output", "calls interleave")]
    [TestCase("dense-weight-decay", "finite differences")]
    public void The_cause_is_named_in_the_line_below_the_verdict(string bug, string cause)
    {
        var specimen = Specimens.Draw(Catalogue.Find(bug)!.Breaks, GeometryClass.Discriminating, seed: 1);
        var report = LayerProof.Of(specimen.With(Catalogue.Find(bug)!).Layer!).At(specimen.X).Run();
        Assert.That(report.ToString().Split('\n')[1],
            Is.EqualTo($"Look first at \"{cause}\": it can explain what else failed."));
    }

    [Test]
    public void What_the_cause_cannot_explain_is_named()
    {
        var spoilt = new Tampered(DoubledDense)
        {
            AfterBackward = (_, _, _, dx, gradients) =>
            {
                if (dx is null) gradients[0].Values.Clear();
            },
        };
        Assert.That(LayerProof.Of(spoilt).At(DenseInput).Run().FirstCause, Is.EqualTo(
            "Look first at \"finite differences\": it can explain what else failed, but not \"dx = null\"."));
    }

    [Test]
    public void One_failure_needs_no_explanation()
    {
        var overwriting = Catalogue.Find("dense-overwrites-gradients")!.PlantIn(Dense());
        Assert.That(LayerProof.Of(overwriting).At(DenseInput).Run().FirstCause, Is.Null);
        Assert.That(LayerProof.Of(Dense()).At(DenseInput).Run().FirstCause, Is.Null);
    }

    [Test]
    public void What_is_undecided_for_numbers_that_are_not_finite_is_not_called_failed()
    {
        var x = new Tensor<double>(new Shape(2, 2), -1, 2, 3, 0.5);
        var log = LayerProof.Of(new Pointwise(Math.Log, v => 1 / v)).At(x).Run();
        var root = LayerProof.Of(new Pointwise(v => Math.Sqrt(Math.Abs(v)), v => 0.5 / Math.Sqrt(Math.Abs(v))))
            .At(new Tensor<double>(new Shape(2, 2), 0, 2, 3, 0.5)).Run();
        foreach (var report in new[] { log, root })
        {
            Assert.That(report.Passed, Is.False);
            Assert.That(report.ToString(), Does.Not.Contain("FAILED").And.Contain("undecided"));
            Assert.That(report.ToString(), Does.Contain(": not proven, as not everything could be decided.\n"));
        }
    }

    [Test]
    public void A_proof_confesses_that_zeros_show_nothing_as_a_check_does()
    {
        var x = new Tensor<double>(new Shape(2, 3));
        var square = new Pointwise(v => v * v, v => 2 * v);
        Assert.That(GradientCheck.Of(square).At(x).Run().Blind, Has.Some.StartsWith("every derivative is 0 here"));
        Assert.That(LayerProof.Of(square).At(x).Run().Blind,
            Is.EqualTo(GradientCheck.Of(square).At(x).Run().Blind));
    }
}
