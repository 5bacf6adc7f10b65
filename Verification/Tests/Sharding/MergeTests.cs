using static CnnVerified.Verification.Tests.Gradients.Examples;

namespace CnnVerified.Verification.Tests.Sharding;

[Parallelizable(ParallelScope.All)]
public sealed class MergeTests
{
    [Test]
    public void Merged_shards_equal_the_undivided_report([Values(1, 2, 3, 7)] int count, [Values] bool withDualNumbers)
    {
        var whole = Check().WithDualNumbers(withDualNumbers).Run(CheckShard.Whole);
        var merged = ShardReport.Merge(Parts(() => Check().WithDualNumbers(withDualNumbers), count));
        Assert.That(merged.ToJson(), Is.EqualTo(whole.ToJson()));
        Assert.That(merged.Summary.Passed);
        Assert.That(whole.Summary.ToString(), Is.EqualTo(Check().WithDualNumbers(withDualNumbers).Run().ToString()));
    }

    [Test]
    public void Merged_shards_of_a_wrong_gradient_equal_the_undivided_report([Values(1, 2, 3, 7)] int count)
    {
        var merged = ShardReport.Merge(Parts(() => Check(MissingMean), count));
        Assert.That(merged.ToJson(), Is.EqualTo(Check(MissingMean).Run(CheckShard.Whole).ToJson()));
        Assert.That(merged.Summary.Passed, Is.False);
        Assert.That(merged.Summary.ToString(), Is.EqualTo(Check(MissingMean).Run().Summary.ToString()));
    }

    [Test]
    public void Merged_shards_of_more_entries_than_are_checked_thoroughly_equal_the_undivided_report(
        [Values] bool wrong)
    {
        var merged = ShardReport.Merge(Parts(Wide, 3));
        Assert.That(merged.Summary.Entries, Is.GreaterThan(Tolerances.ThoroughEntries));
        Assert.That(merged.ToJson(), Is.EqualTo(Wide().Run(CheckShard.Whole).ToJson()));
        Assert.That(merged.Summary.Passed, Is.EqualTo(!wrong));

        GradientCheck Wide()
        {
            var dense = new Dense<double>(Normal(1, 40, 60), Normal(2, 40));
            return GradientCheck.Of(wrong ? Catalogue.Find("dense-missing-transpose")!.PlantIn(Square()) : dense)
                .At(3, wrong ? 50 : 60);
        }

        Dense<double> Square() => new(Normal(3, 50, 50), Normal(4, 50));
    }

    [Test]
    public void A_mistake_in_one_entry_fails_the_merged_check_whichever_shard_has_it()
    {
        var reports = Parts(() => GradientCheck.Of(
            x => x.Sum(v => v * v),
            x => [.. x.Select((v, i) => i == 4 ? 2 * v * (1 + 4 * Tolerances.Resolution) : 2 * v)])
            .At(11), 3);
        Assert.That(reports.Select(report => report.Summary.Passed), Is.EqualTo(new[] { true, false, true }));
        var merged = ShardReport.Merge(reports);
        Assert.That(merged.Summary.Passed, Is.False);
        Assert.That(merged.Summary.ToString(), Does.Contain("x[4]: analytic"));
    }

    [Test]
    public void Reports_survive_a_file()
    {
        foreach (var report in Parts(() => Check(MissingMean), 2))
            Assert.That(ShardReport.FromJson(report.ToJson()).ToJson(), Is.EqualTo(report.ToJson()));
        var undefined = GradientCheck.Of(x => x[0], x => [double.NaN]).At(1).Run(CheckShard.Whole);
        Assert.That(ShardReport.FromJson(undefined.ToJson()).Summary.Variables[0].Failures[0].Report.Analytic, Is.NaN);
    }

    [Test]
    public void A_missing_shard_is_refused()
    {
        var reports = Parts(() => Check(), 4);
        Refused([reports[0], reports[2]], "Shard 2/4, 4/4 is missing.");
        Refused([], "There are no shards to merge.");
    }

    [Test]
    public void A_shard_given_twice_is_refused()
    {
        var reports = Parts(() => Check(), 2);
        Refused([.. reports, reports[1]], "Shard 2/2 was given more than once.");
    }

    [Test]
    public void Shards_of_different_splits_are_refused() => Refused(
        [Check().Run(new CheckShard(1, 2)), Check().Run(new CheckShard(2, 3))],
        "Shards 1/2 and 2/3 do not belong together: the check was split in different ways.");

    [Test]
    public void Shards_of_different_checks_are_refused()
    {
        var first = Check().Run(new CheckShard(1, 2));
        Foreign(Check(x: 9).Run(new CheckShard(2, 2)), "with other parameters or another input");
        Foreign(Check(MissingMean).Run(new CheckShard(2, 2)), "with another target, loss or backward pass");
        Foreign(
            GradientCheck.Of(SmallNetwork(), new BinaryCrossEntropy<double>())
                .At(Draw.Normal(new Shape(1, 1, 7, 5), Seed), new Tensor<double>(new Shape(1, 2), 1, 1))
                .Run(new CheckShard(2, 2)),
            "with another target, loss or backward pass");
        Foreign(GradientCheck.Of(Dense()).At(DenseInput).Run(new CheckShard(2, 2)), "on other tensors");
        var older = Check().Run(new CheckShard(2, 2));
        Foreign(older with { Fingerprint = older.Fingerprint with { Version = "0.0.1" } },
            "by another version of the harness");

        void Foreign(ShardReport second, string difference) => Refused(
            [first, second], $"Shards 1/2 and 2/2 do not belong together: 2/2 was checked {difference}.");
    }

    [TestCase("", "is no report that verify has written")]
    [TestCase("null", "is no report that verify has written")]
    [TestCase("{}", "is no report that verify has written")]
    [TestCase("[1]", "is no report that verify has written")]
    public void What_is_no_report_is_refused(string text, string complaint) =>
        Assert.That(
            () => ShardReport.FromJson(text), Throws.TypeOf<InvalidDataException>().With.Message.EqualTo(complaint));

    [TestCase("report/2", "report/3",
        "has the schema 'cnnverified/gradient-report/3', but must have 'cnnverified/gradient-report/2'")]
    [TestCase("\"precise\": 0", "\"precise\": 99",
        "does not add up: its counts for Convolution[0].kernels are not those of shard 1/2")]
    [TestCase("\"1/2\"", "\"3/2\"", "has the shard '3/2', which is none")]
    [TestCase("\"1/2\"", "\"1/1\"",
        "does not add up: its counts for Convolution[0].kernels are not those of shard 1/1")]
    [TestCase("\"correct\": ", "\"correct\": 2147483647, \"was\": ",
        "does not add up: its counts for Convolution[0].kernels are not those of shard 1/2")]
    [TestCase("\"signal\": ", "\"signal\": -1, \"was\": ",
        "does not add up: its counts for Convolution[0].kernels are not those of shard 1/2")]
    [TestCase("\"passed\": true", "\"passed\": false",
        "does not add up: it says that it did not pass, but its counts say otherwise")]
    [TestCase("\"tensors\": [", "\"tensors\": [], \"were\": [", "is no report that verify has written")]
    [TestCase("\"subject\": \"", "\"subject\": \"\\u001b[2J", "is no report that verify has written")]
    [TestCase("\"tensors\": [", "\"tensors\": [], \"tensors\": [", "is no report that verify has written")]
    [TestCase("\"wrong\": 0", "\"wrong\": 1",
        "does not add up: its counts for Convolution[0].kernels are not those of shard 1/2")]
    [TestCase("\"failures\": []", "\"failures\": [null]", "is no report that verify has written")]
    [TestCase("\"subject\": \"network", "\"subject\": null, \"was\": \"network",
        "is no report that verify has written")]
    public void A_damaged_report_is_refused(string text, string damage, string complaint)
    {
        var report = Check().Run(new CheckShard(1, 2)).ToJson();
        Assert.That(report, Does.Contain(text));
        Assert.That(
            () => ShardReport.FromJson(report.Replace(text, damage, StringComparison.Ordinal)),
            Throws.TypeOf<InvalidDataException>().With.Message.EqualTo(complaint));
    }

    [Test]
    public void A_shard_of_many_that_are_missing_is_refused_at_once()
    {
        var shard = Check().Run(CheckShard.Whole);
        Refused([shard with { Shard = new(1, int.MaxValue) }],
            "Shard 2/2147483647, 3/2147483647, 4/2147483647, 5/2147483647, 6/2147483647, 7/2147483647, 8/2147483647, "
            + "9/2147483647, 10/2147483647, 11/2147483647 and 2,147,483,636 more is missing.");
    }

    [Test]
    public void A_shard_that_lacks_a_tensor_or_waives_is_refused()
    {
        var reports = Parts(() => Check(), 2);
        var summary = reports[1].Summary;
        Refused([reports[0], reports[1] with { Summary = summary with { Variables = [.. summary.Variables.Skip(1)] } }],
            "Shards 1/2 and 2/2 do not belong together: 2/2 was checked on other tensors.");
        Refused([reports[0], reports[1] with { Summary = summary with { Waiver = "why not" } }],
            "Shards 1/2 and 2/2 do not belong together: undecided entries are waived in one.");
    }

    [Test]
    public void What_makes_one_shard_worthless_makes_the_whole_so()
    {
        var reports = Parts(() => Check(), 2);
        reports[1] = reports[1] with { Summary = reports[1].Summary with { Breaches = ["it is not deterministic"] } };
        Assert.That(ShardReport.Merge(reports).Summary.Passed, Is.False);
    }

    private const int Seed = 20_240_607;

    private static GradientCheck Check(Loss<double>? loss = null, int x = Seed) =>
        GradientCheck.Of(SmallNetwork(), loss ?? new BinaryCrossEntropy<double>())
            .At(Draw.Normal(new Shape(1, 1, 7, 5), x), new Tensor<double>(new Shape(1, 2), 0, 1));

    private static ShardReport[] Parts(Func<GradientCheck> check, int count) =>
        [.. Enumerable.Range(1, count)
            .Select(i => ShardReport.FromJson(check().Run(new CheckShard(i, count)).ToJson()))];

    private static void Refused(ShardReport[] reports, string sentence) => Assert.That(
        () => ShardReport.Merge(reports), Throws.TypeOf<InvalidDataException>().With.Message.EqualTo(sentence));
}
