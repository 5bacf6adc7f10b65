namespace CnnVerified.Verification.Tests.PlantedBugs;

/// <summary>A diagnosis never takes the report away, and ends when it has to.</summary>
public class DiagnosisTimeTests
{
    [Test]
    public void It_ends_in_time_and_says_so() => Assert.That(
        Check(new Roots()).DiagnoseFor(TimeSpan.Zero).Run().Diagnoses.Single().Evidence,
        Does.EndWith("tried in the time allowed."));

    [Test]
    public void It_need_not_be_made() =>
        Assert.That(Check(new Roots()).WithoutDiagnosis().Run().Diagnoses, Is.Empty);

    [Test]
    public void Code_that_throws_where_explanations_are_tried_keeps_its_report()
    {
        var report = Check(new Roots()).Run();
        Assert.That(report.ToString(), Does.Contain("x: 6 of 6 entries wrong"));
        Assert.That(report.Diagnoses.Single().Variable, Is.EqualTo("x"));
    }

    private static GradientCheck Check(Roots layer) =>
        GradientCheck.Of(layer).At(new Tensor<double>(new Shape(2, 3), [1, 2, 3.5, 0.7, 5, 1.3]))
            .WithDualNumbers(false);

    /// <summary>y = √x, whose gradient is off; it throws where x is negative.</summary>
    private sealed class Roots : Layer<double>
    {
        public override Shape OutputShape(Shape x) => x;

        public override void Forward(Tensor<double> x, Tensor<double> y)
        {
            for (var i = 0; i < x.Shape.Count; i++)
                y[i] = x[i] < 0 ? throw new InvalidOperationException("no root")
                    : Math.Sqrt(x[i]);
        }

        public override void Backward(
            Tensor<double> x, Tensor<double> y, Tensor<double> dy, Tensor<double>? dx,
            ReadOnlySpan<Tensor<double>> gradients)
        {
            for (var i = 0; dx is not null && i < x.Shape.Count; i++) dx[i] = dy[i] / (2.37 + x[i] * y[i]);
        }
    }
}
