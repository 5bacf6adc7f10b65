namespace CnnVerified.Verification.Tests.Gradients;

/// <summary>Where double's rounding hides derivatives, reports say how many, and why.</summary>
[Parallelizable(ParallelScope.All)]
public sealed class SaturatedOutputs
{
    [Test]
    public void A_report_says_how_many_entries_took_30_digits_and_that_outputs_are_saturated()
    {
        var report = Check(25).Run();
        Assert.That(report.Passed, report.ToString);
        Assert.That(report.Summary.Precise, Is.EqualTo(report.Entries));
        Assert.That(report.Signal, Is.EqualTo(report.Entries), "30 digits know these derivatives");
        Assert.That(WordsOf(report), Does.Contain(
            $"{report.Entries} entries could be decided in 30 digits only: 2 of 2 outputs are saturated, "
            + "and double's"));
    }

    [Test]
    public void Where_double_decides_nothing_is_said() =>
        Assert.That(Check(0.5).Run().ToString(), Does.Not.Contain("30 digits").And.Not.Contain("saturated"));

    [Test]
    public void Saturated_outputs_that_hide_nothing_are_called_that() =>
        Assert.That(Check(8).Run().ToString(),
            Does.Contain("\n2 of 2 outputs are saturated, but double's rounding hides no derivative."));

    [Test]
    public void Merged_shards_and_files_keep_the_count()
    {
        ShardReport[] parts = [.. new[] { 1, 2, 3 }.Select(i => Check(25).Run(new CheckShard(i, 3)))];
        var merged = ShardReport.Merge([.. parts.Select(part => ShardReport.FromJson(part.ToJson()))]);
        Assert.That(merged.ToJson(), Is.EqualTo(Check(25).Run(CheckShard.Whole).ToJson()));
        Assert.That(merged.Summary.Precise, Is.EqualTo(merged.Summary.Entries));
        Assert.That(merged.Summary.ToString(), Is.EqualTo(Check(25).Run().ToString()));
    }

    [Test]
    public void A_gross_mistake_is_wrong_there([Values] bool byProjection)
    {
        var check = Check(25, Examples.MissingMean);
        if (byProjection) check.ByRandomProjection(3);
        var report = check.Run();
        Assert.That(report.Count(Verdict.Wrong), Is.EqualTo(report.Entries));
    }

    [Test]
    public void Random_directions_are_decided_as_well()
    {
        var report = Check(25).ByRandomProjection(8).Run();
        Assert.That(report.Passed, report.ToString);
    }

    /// <summary>
    /// Outputs z = bias ± a few tenths, where the target is 0: the loss is z, and 1 − p keeps few digits.
    /// </summary>
    private static GradientCheck Check(double bias, Loss<double>? loss = null)
    {
        var network = new Network<double>(
            new Dense<double>(new(new Shape(2, 3), 0.3, -0.2, 0.1, 0.2, 0.4, 0.3), new(new Shape(2), bias, bias)),
            new Sigmoid<double>());
        return GradientCheck.Of(network, loss ?? new BinaryCrossEntropy<double>())
            .At(new Tensor<double>(new Shape(1, 3), 0.7, -0.4, 1.1), new Tensor<double>(new Shape(1, 2), 0, 0));
    }
}
