using CnnVerified.Verification.Tests.Checks;

namespace CnnVerified.Verification.Tests.PlantedBugs;

/// <summary>A diagnosis never takes the report away, and ends when it has to.</summary>
public class DiagnosisTimeTests
{
    [Test]
    public void It_ends_in_time_and_says_so() => Assert.That(
        Check().DiagnoseFor(TimeSpan.Zero).Run().Diagnoses.Single().Evidence,
        Does.EndWith("tried in the time allowed."));

    [Test]
    public void It_need_not_be_made() =>
        Assert.That(Check().WithoutDiagnosis().Run().Diagnoses, Is.Empty);

    [Test]
    public void Code_that_throws_where_explanations_are_tried_keeps_its_report()
    {
        var report = Check().Run();
        Assert.That(report.ToString(), Does.Contain("x: 6 of 6 entries wrong"));
        Assert.That(report.Diagnoses.Single().Variable, Is.EqualTo("x"));
    }

    /// <summary>y = √x, whose gradient is off; it throws where x is negative.</summary>
    private static GradientCheck Check() => GradientCheck.Of(new Pointwise(
            x => x < 0 ? throw new InvalidOperationException("no root") : Math.Sqrt(x),
            x => 1 / (2.37 + x * Math.Sqrt(x))))
        .At(new Tensor<double>(new Shape(2, 3), [1, 2, 3.5, 0.7, 5, 1.3])).WithDualNumbers(false);
}
