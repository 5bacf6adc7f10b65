using static CnnVerified.Verification.Tests.Gradients.Examples;

namespace CnnVerified.Verification.Tests.Reporting;

/// <summary>Reports fit a screen of 80 columns, and say what their words mean.</summary>
[Parallelizable(ParallelScope.All)]
public sealed class ScreenTests
{
    private const string LongName =
        "encoder.block_17.attention.heads_of_all_sizes.output_projection_of_the_values.weights";

    [Test]
    public void No_line_of_a_gradient_report_is_longer_than_80_columns()
    {
        foreach (var bug in Catalogue.All.Where(bug => bug.Named is not null))
            Fits(Specimens.Draw(bug.Breaks, GeometryClass.Discriminating, seed: 1).With(bug).Check().Run());
        Fits(GradientCheck.Of(SmallNetwork(), new BinaryCrossEntropy<double>()).At(1, 1, 7, 5).Run());
        Fits(GradientCheck.Of(SmallNetwork(), MissingMean)
            .At(1, 1, 7, 5).ByRandomProjection(3).Run());
        Fits(GradientCheck.Of(x => Math.Log(x[0]) + Math.Sqrt(x[1] - 1), x => [1 / x[0], 0.5 / Math.Sqrt(x[1] - 1)])
            .At(new[] { -1.0, 1 }).WaiveInconclusive("nobody can tell what a logarithm of a negative number is").Run());
    }

    [Test]
    public void No_line_of_a_proof_is_longer_than_80_columns()
    {
        foreach (var bug in Catalogue.All)
            if (Specimens.Draw(bug.Breaks, GeometryClass.OneSample, seed: 1).With(bug) is { Layer: { } layer } specimen)
                Fits(LayerProof.Of(layer).At(specimen.X).Except("dx = null", "it is never the first layer").Run());
    }

    [Test]
    public void The_words_signal_and_worst_error_are_explained_below_the_table()
    {
        var lines = GradientCheck.Of(Dense()).At(DenseInput).Run().ToString().Split('\n');
        Assert.That(lines, Has.One.StartsWith("  signal: entries whose derivative is known to 0.1 %"));
        Assert.That(lines, Has.One.StartsWith("  worst error: largest |analytic − numeric|"));
        Assert.That(GradientSummary.Legend.Select(line => $"  {line}"), Is.SubsetOf(lines));
    }

    [Test]
    public void A_very_long_name_stays_whole_and_the_table_stays_aligned()
    {
        var report = GradientCheck.OfBackward<double[]>(
            a => [a[LongName][0] * a["W"][1]], (a, dy) => [(LongName, new[] { dy[0] }), ("W", new double[2])])
            .At((LongName, new[] { 2.0 }), ("W", new[] { 1.0, 3 })).Run();
        string[] lines = report.ToString().Split('\n');
        Assert.That(lines.Where(line => line.Length > Wrapping.Columns), Has.All.Contain(LongName));
        Assert.That(lines, Has.Some.EqualTo($"  {LongName}"), "its numbers stand below it");
        var heading = lines.Single(line => line.StartsWith("  tensor", StringComparison.Ordinal));
        string[] rows = [.. lines.SkipWhile(line => line != heading).Skip(2).TakeWhile(line => line.Length > 0)];
        Assert.That(rows, Has.Length.EqualTo(2).And.All.Length.EqualTo(heading.Length));
    }

    [Test]
    public void Names_with_indices_and_numbers_are_not_broken_apart()
    {
        var text = Wrapping.Of(string.Join(
            ", ", Enumerable.Range(0, 40).Select(i => $"kernels[{i}, 0, 2, 1] is {i}.5 ± 1E-09")));
        Assert.That(text.Split('\n'), Has.All.Length.LessThanOrEqualTo(Wrapping.Columns));
        Assert.That(
            text.Split('\n').Select(line => line.Count(c => c == '[') - line.Count(c => c == ']')), Is.All.Zero);
        Assert.That(text, Does.Not.Match(@"\n +[\d±]"));
        Assert.That(Wrapping.Of(text), Is.EqualTo(text), "what is wrapped stays as it is");
    }

    [Test]
    public void A_step_report_fits_too_and_explains_its_signal()
    {
        var report = OptimizerProof.Of(
            () => new Sgd<double>(0.1), (θ, dθ, η, t, memory) => θ + η * dθ).Run();
        Assert.That(report.Passed, Is.False);
        Fits(report);
        Assert.That(report.ToString(), Does.Contain("\n  signal: "));
    }

    private static void Fits(CheckReport report) => Assert.That(
        report.ToString().Split('\n'), Has.All.Length.LessThanOrEqualTo(Wrapping.Columns), report.ToString);
}
