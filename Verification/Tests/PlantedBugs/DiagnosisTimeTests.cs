using CnnVerified.Layers;

namespace CnnVerified.Verification.Tests.PlantedBugs;

/// <summary>A diagnosis never takes the report away, and ends when it has to.</summary>
public class DiagnosisTimeTests
{
    [Test]
    public void It_ends_in_time_and_says_so() => Assert.That(
        Check(new Roots(0)).DiagnoseFor(TimeSpan.Zero).Run().Diagnoses.Single().Evidence,
        Does.EndWith("tried in the time allowed."));

    [Test]
    public void It_need_not_be_made() =>
        Assert.That(Check(new Roots(0)).WithoutDiagnosis().Run().Diagnoses, Is.Empty);

    [Test]
    public void Code_that_throws_where_explanations_are_tried_keeps_its_report()
    {
        var report = Check(new Roots(0)).Run();
        Assert.That(report.ToString(), Does.Contain("x: 6 of 6 entries wrong"));
        Assert.That(report.Diagnoses.Single().Variable, Is.EqualTo("x"));
    }

    [Test]
    public void A_pass_that_is_known_by_numbers_alone_runs_once_for_all_tensors()
    {
        var (one, two) = (Calls(tensors: 0), Calls(tensors: 2));
        Assert.That(two, Is.LessThan(2 * one));

        static int Calls(int tensors)
        {
            var layer = new Roots(tensors);
            var report = Check(layer).Run();
            var before = layer.Calls;
            _ = report.Diagnoses;
            return layer.Calls - before;
        }
    }

    private static GradientCheck Check(Roots layer) =>
        GradientCheck.Of(layer).At(new Tensor<double>(new Shape(2, 3), [1, 2, 3.5, 0.7, 5, 1.3])).WithDualNumbers(false);

    /// <summary>y = √x + Σ scales, whose gradients are all off; it throws where x is negative.</summary>
    private sealed class Roots(int scales) : Layer<double>
    {
        public int Calls { get; private set; }

        public override IReadOnlyList<Parameter<double>> Parameters { get; } = [.. Enumerable.Range(0, scales).Select(
            i => new Parameter<double>($"scale{i}", new Tensor<double>(new Shape(3), [0.5, 1.5, 2.5])))];

        public override Shape OutputShape(Shape x) => x;

        public override void Forward(Tensor<double> x, Tensor<double> y)
        {
            Calls++;
            for (var i = 0; i < x.Shape.Count; i++)
                y[i] = x[i] < 0 ? throw new InvalidOperationException("no root")
                    : Math.Sqrt(x[i]) + Parameters.Sum(p => p.Value[i % 3]);
        }

        public override void Backward(
            Tensor<double> x, Tensor<double> y, Tensor<double> dy, Tensor<double>? dx,
            ReadOnlySpan<Tensor<double>> gradients)
        {
            for (var i = 0; i < x.Shape.Count; i++)
            {
                if (dx is not null) dx[i] = dy[i] / (2.37 + x[i] * y[i]);
                foreach (var gradient in gradients) gradient[i % 3] += dy[i] * (0.11 + x[i]);
            }
        }
    }
}
