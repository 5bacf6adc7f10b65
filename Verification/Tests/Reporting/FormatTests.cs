using System.Text.Json;
using static CnnVerified.Verification.Tests.Gradients.Examples;

namespace CnnVerified.Verification.Tests.Reporting;

/// <summary>A report as Markdown, as JSON and as annotations, and its failing entries alone.</summary>
[Parallelizable(ParallelScope.All)]
public sealed class FormatTests
{
    private static readonly GradientReport
        Wrong = GradientCheck.Of(DoubledDense).At(DenseInput).Run(),
        Right = GradientCheck.Of(Dense()).At(DenseInput).Run();

    [Test]
    public void All_failing_entries_are_listed_with_name_index_numbers_and_verdict()
    {
        Assert.That(Wrong.Failures, Has.Count.EqualTo(35));
        Assert.That(Wrong.Failures.LeftOut, Is.Zero);
        foreach (var failure in Wrong.Failures)
        {
            var entry = Wrong.Variables[0].Entries[failure.Index[0] * 7 + failure.Index[1]];
            Assert.That((failure.Tensor, failure.Verdict, failure.Doubt),
                Is.EqualTo(("weights", Verdict.Wrong, (Doubt?)null)));
            Assert.That((failure.Analytic, failure.Numeric, failure.Uncertainty),
                Is.EqualTo((entry.Analytic, entry.Numeric, entry.Uncertainty)));
            Assert.That(
                $"{Wrong.Failures}", Does.Contain($"\n  weights[{failure.Index[0]}, {failure.Index[1]}]: "));
        }
        Assert.That(Wrong.Failures.ToString(), Does.Not.Contain("tensor  ").And.Not.Contain("diagnosis"));
        Assert.That(Right.Failures, Is.Empty);
        Assert.That(Right.Failures.ToString(), Is.Empty);
    }

    [Test]
    public void Failing_entries_keep_their_places_where_only_some_are_asked_for_and_where_there_are_several_points()
    {
        var check = GradientCheck.Of(x => x.Sum(v => v * v), x => [.. x.Select((v, i) => i == 3 ? v : 2 * v)])
            .At(new[] { 1.0, 2, 3, 4, 5 }).Only("x", 2..);
        Assert.That(check.Run().Failures.Select(failure => failure.Name), Is.EqualTo(new[] { "x[3]" }));
        var report = check.Points(2).Run();
        Assert.That(report.Failures.Select(failure => failure.Name), Is.EqualTo(new[] { "x (1)[3]", "x (2)[3]" }));
        Assert.That(report.ToGitHubAnnotations().Split("::error title=function at 5%2C 2 points%3A x ("),
            Has.Length.EqualTo(3));
    }

    [Test]
    public void Undecided_entries_are_listed_with_their_doubt()
    {
        var dice = new Random(1);
        var report = GradientCheck.Of(x => dice.NextDouble(), _ => [0, 0]).At(2).Run();
        Assert.That(report.Failures.Select(failure => (failure.Name, failure.Verdict, failure.Doubt)), Is.EqualTo(new[]
        {
            ("x[0]", Verdict.Inconclusive, (Doubt?)Doubt.NotDeterministic),
            ("x[1]", Verdict.Inconclusive, (Doubt?)Doubt.NotDeterministic),
        }));
    }

    [Test]
    public void A_summary_keeps_three_failures_a_tensor_and_says_how_many_it_leaves_out()
    {
        var merged = ShardReport.Merge([.. Enumerable.Range(1, 2).Select(i => GradientCheck
            .Of(DoubledDense).At(DenseInput).Run(new CheckShard(i, 2)))]);
        Assert.That(merged.Summary.Failures.Select(failure => failure.Name),
            Is.EqualTo(Wrong.Failures.Take(3).Select(failure => failure.Name)));
        Assert.That(merged.Summary.Failures.LeftOut, Is.EqualTo(32));
        Assert.That(merged.Summary.ToString(), Does.Contain("\n  and 32 more: a summary keeps the worst few\n"));
        Assert.That(Wrong.ToString(), Does.Contain("\n  and 32 more\n"));
    }

    [Test]
    public void Markdown_has_a_heading_a_table_and_every_failing_entry()
    {
        string[] lines = Wrong.ToMarkdown().Split('\n');
        Assert.That(lines[0], Is.EqualTo("### Dense at 4×7: the gradient of weights is wrong."));
        Assert.That(lines.Skip(2).Take(3), Is.EqualTo(new[]
        {
            "| tensor | shape | entries | correct | wrong | undecided | signal | worst error |",
            "| :--- | :--- | ---: | ---: | ---: | ---: | ---: | ---: |",
            "| `weights` | 5×7 | 35 | 0 | 35 | 0 | 35 | 1.4e+00 |",
        }));
        Assert.That(lines.Count(line => line.StartsWith("- `weights[", StringComparison.Ordinal)), Is.EqualTo(35));
        Assert.That(Wrong.ToMarkdown(), Does.Contain("\n- dweights = correct × 2\n  - in all 35 entries;"));
        Assert.That(Right.ToMarkdown(), Does.StartWith("### Dense at 4×7: no wrong gradient in 68 entries"));
    }

    [Test]
    public void Markdown_takes_no_name_for_a_mark_and_stays_short_enough_for_a_pull_request()
    {
        const string name = "a|b_*c*";
        var report = GradientCheck.OfBackward<double[]>(a => [a[name].Sum()], (a, dy) => [(name, new double[3_000])])
            .At((name, Enumerable.Range(1, 3_000).Select(i => (double)i).ToArray())).Called("<b> & `x`").Run();
        Assert.That(report.Failures, Has.Count.EqualTo(3_000));
        var text = report.ToMarkdown();
        Assert.That(text, Does.StartWith(@"### \<b> \& \`x\`: the gradient of a\|b\_\*c\* is wrong."));
        Assert.That(text, Does.Contain(@"| a\|b\_\*c\* | 3000 | 3,000 |").And.Contain("\n- and 2,950 more\n"));
        Assert.That(text, Has.Length.LessThan(65_536));
    }

    [Test]
    public void There_is_one_annotation_for_each_tensor_that_failed()
    {
        var network = GradientCheck.Of(SmallNetwork(), MissingMean)
            .At(1, 1, 7, 5).Run();
        string[] lines = network.ToGitHubAnnotations().TrimEnd('\n').Split('\n');
        Assert.That(lines.Select(line => line.Split("::")[1]), Is.EqualTo(network.Variables.Select(
            variable => $"error title=network at 1×1×7×5%3A {variable.Name}")));
        Assert.That(Right.ToGitHubAnnotations(), Is.Empty);
    }

    [Test]
    public void Annotations_escape_what_workflow_commands_demand()
    {
        Assert.That($"{new Annotation("100 %: a, b\r\n", "50 %: a, b\r\nc::d")}",
            Is.EqualTo("::error title=100 %25%3A a%2C b%0D%0A::50 %25: a, b%0D%0Ac::d"));
        Assert.That(Wrong.ToGitHubAnnotations(), Does.StartWith(
            "::error title=Dense at 4×7%3A weights::weights: 35 of 35 entries wrong%0A  weights["));
    }

    [Test]
    public void What_fails_without_a_wrong_entry_is_annotated_too()
    {
        var dense = Dense();
        var spoilt = new Checks.Tampered(dense) { AfterForward = (x, _) => x[0]++ };
        Assert.That(GradientCheck.Of(spoilt).At(DenseInput).Run().ToGitHubAnnotations(),
            Does.StartWith("::error title=Dense at 4×7::the forward pass changes x"));
        Assert.That(LayerProof.Of(spoilt).At(DenseInput).Run().ToGitHubAnnotations(),
            Does.StartWith("::error title=Dense at 4×7%3A arguments untouched::FAILED: the forward pass changes x"));
    }

    [Test]
    public void Waived_entries_are_no_annotations()
    {
        var check = GradientCheck.Of(x => 1e12 + x[0] * x[0], x => [2 * x[0]]).At(new[] { 0.3 });
        Assert.That(check.Run().ToGitHubAnnotations(), Does.StartWith("::error title=function at 1%3A x::"));
        Assert.That(check.WaiveInconclusive("it is buried").Run().ToGitHubAnnotations(), Is.Empty);
    }

    [Test]
    public void JSON_is_that_of_a_shard_of_the_whole_with_all_failures_and_the_diagnosis()
    {
        var check = GradientCheck.Of(DoubledDense).At(DenseInput);
        var (whole, shard) = (Parsed(Wrong.ToJson()), Parsed(check.Run(CheckShard.Whole).ToJson()));
        foreach (var field in shard.EnumerateObject().Where(field => field.Name != "tensors" && field.Name != "blind"))
            Assert.That(whole.GetProperty(field.Name).ToString(), Is.EqualTo($"{field.Value}"), field.Name);
        Assert.That(whole.GetProperty("tensors")[0].GetProperty("failures").GetArrayLength(), Is.EqualTo(35));
        Assert.That(shard.GetProperty("tensors")[0].GetProperty("failures").GetArrayLength(), Is.EqualTo(3));
        Assert.That($"{whole.GetProperty("diagnoses")[0].GetProperty("explanations")[0].GetProperty("equation")}",
            Is.EqualTo("dweights = correct × 2"));
        Assert.That(ShardReport.FromJson(Wrong.ToJson()).Summary.Failures.LeftOut, Is.EqualTo(32));
    }

    [Test]
    public void JSON_keeps_by_how_much_entries_may_be_off_and_why_nothing_could_be_told()
    {
        var report = GradientCheck.Of(x => Math.Log(x[0]), x => [1 / x[0]])
            .At(new[] { -1.0 }).To(1e-3, "a table").Run();
        var read = ShardReport.FromJson(report.ToJson()).Summary;
        Assert.That(read.ToString(), Is.EqualTo(report.ToString()));
        Assert.That(read.Leeway, Does.EndWith("a table"));
    }

    [Test]
    public void Steps_and_proofs_are_Markdown_too()
    {
        var steps = OptimizerProof.Of(() => new Sgd<double>(0.1), (θ, dθ, η, t, memory) => θ + η * dθ).Run();
        Assert.That(steps.ToMarkdown(), Does.Contain("| parameter | shape | steps | signal | wrong |\n"));
        Assert.That(steps.ToGitHubAnnotations(), Does.Contain("entries wrong in step 1%0A"));
        Assert.That(LayerProof.Of(Dense()).At(DenseInput).Run().ToMarkdown(),
            Does.StartWith("### Dense at 4×7: every check passed.\n\n| check | outcome | reason |\n"));
    }

    private static JsonElement Parsed(string json) => JsonDocument.Parse(json).RootElement;
}
