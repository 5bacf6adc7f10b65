using System.Text.Json;

namespace CnnVerified.Verification.Tests.Training;

[Parallelizable(ParallelScope.All)]
public sealed class VerifyCommandTests
{
    [TestCase("--seed", "7", "--image", "49", "--projections", "8")]
    [TestCase("--seed", "7")]
    [TestCase("--seed", "3")]
    public void Verify_is_green_at_points_where_it_was_red(params string[] options)
    {
        var (exitCode, output, _) = TrainingProgram.Run(["verify", .. options]);
        Assert.That(exitCode, Is.Zero, output);
    }

    private static readonly string Folder = Directory.CreateTempSubdirectory("verify").FullName;

    [OneTimeTearDown]
    public void DeleteFolder() => Directory.Delete(Folder, recursive: true);

    [Test]
    public void A_table_of_80_columns_has_a_row_for_each_tensor_and_the_exit_code_is_0()
    {
        var (exitCode, output, error) =
            TrainingProgram.Run("verify", "--projections", "2", "--image", "999", "--seed", "3");
        Assert.That(error, Is.Empty);
        Assert.That(
            WordsOf(output), Does.StartWith(
                "network at 1×1×28×28 along 2 random directions: no wrong gradient in 14 entries"));
        Assert.That(output, Does.Contain("  Dense[3].weights along v ").And.Contain("This check cannot see:")
            .And.Contain("\n  signal: ").And.Contain("\n  worst error: "));
        Assert.That(output.Split('\n'), Has.All.Length.LessThanOrEqualTo(80));
        Assert.That(exitCode, Is.Zero);
    }

    [Test]
    public void A_network_with_ReLU_and_max_pooling_is_proven_on_a_real_image()
    {
        var (exitCode, output, _) = TrainingProgram.Run("verify", "--experiment", "digits");
        Assert.That(output, Does.StartWith("network at 1×1×28×28: no wrong gradient in "));
        Assert.That(exitCode, Is.Zero, output);
    }

    [Test]
    public void Shards_join_into_the_verdict_on_every_entry()
    {
        foreach (var i in new[] { 1, 2 })
            Assert.That(
                TrainingProgram.Run(
                    "verify", "--experiment", "small", "--shard", $"{i}/2", "--output", At($"{i}.json")).ExitCode,
                Is.Zero);
        var (exitCode, output, _) =
            TrainingProgram.Run("verify", "--format", "json", "--merge", Path.Combine($"{Folder[..^2]}*", "?.json"));
        Assert.That(exitCode, Is.Zero);
        var report = JsonDocument.Parse(output).RootElement;
        Assert.That(report.GetProperty("passed").GetBoolean());
        Assert.That(report.GetProperty("shard").GetString(), Is.EqualTo("1/1"));
        Assert.That(
            report.GetProperty("tensors").EnumerateArray().Select(tensor => tensor.GetProperty("correct").GetInt32()),
            Is.EqualTo(new[] { 45, 5, 84_500, 100, 1000, 10, 784 }));

        Assert.That(
            TrainingProgram.Run("verify", "--format", "json", "--merge", At("?.json")).Output, Is.EqualTo(output));
        Refuses("Shard 2/2 is missing.", "--merge", At("1.json"));
        Refuses("Shard 1/2 was given more than once.", "--merge", At("1.json"), At("2.json"), At("1.json"));
    }

    [Test]
    public void A_planted_mistake_ends_with_exit_code_1_after_the_merge()
    {
        var files = new[] { 1, 2, 3 }.Select(i =>
        {
            File.WriteAllText(At($"wrong{i}.json"), WrongNetwork().Run(new CheckShard(i, 3)).ToJson());
            return At($"wrong{i}.json");
        }).ToArray();
        var (exitCode, output, error) = TrainingProgram.Run(["verify", "--merge", .. files]);
        Assert.That(error, Is.Empty);
        Assert.That(output,
            Does.StartWith("network at 1×1×7×5: the gradient of Convolution[0].kernels, ").And.Contain("660 of 660"));
        Assert.That(exitCode, Is.EqualTo(1));
    }

    [Test]
    public void A_wrong_gradient_is_Markdown_or_annotations_of_GitHubs_on_request()
    {
        File.WriteAllText(At("whole.json"), WrongNetwork().Run(CheckShard.Whole).ToJson());
        var (exitCode, markdown, _) =
            TrainingProgram.Run("verify", "--merge", At("whole.json"), "--format", "markdown");
        Assert.That(markdown, Does.StartWith("### network at 1×1×7×5: the gradient of Convolution[0].kernels")
            .And.Contain("| `Dense[3].weights` | 11×60 | 660 | 0 | 660 |").And.Contain("- and 657 more: a summary"));
        Assert.That(exitCode, Is.EqualTo(1));
        (exitCode, var annotations, _) =
            TrainingProgram.Run("verify", "--merge", At("whole.json"), "--format", "github");
        Assert.That(annotations.Split('\n').Count(line => line.StartsWith("::error title=", StringComparison.Ordinal)),
            Is.EqualTo(7));
        Assert.That(annotations, Does.Contain("::error title=network at 1×1×7×5%3A Dense[3].weights::"));
        Assert.That(exitCode, Is.EqualTo(1));
    }

    [TestCase("--report is './a.json', but --output writes that file already.",
        "--output", "a.json", "--report", "./a.json")]
    [TestCase("--image is '1000', but must be a whole number from 0 to 999.", "--image", "1000")]
    [TestCase("--projections is '0', but must be a whole number from 1 to 1000.", "--projections", "0")]
    [TestCase(
        "--shard is '3/2', but must be such as 2/7: two whole numbers of at least 1, the first at most the second.",
        "--shard", "3/2", "--output", "x.json")]
    [TestCase("--shard needs --output FILE, where its report goes.", "--shard", "1/2")]
    [TestCase("--shard splits a check of every entry, which --projections is not.", "--shard", "1/2",
        "--projections", "3")]
    [TestCase("--shard is for a check, but --merge only reads reports of checks.", "--merge", "a", "--shard", "1/2")]
    [TestCase("--seed is for a check, but --merge only reads reports of checks.", "--merge", "a", "--seed", "1")]
    [TestCase("--merge needs a value; --help says which.", "--merge")]
    [TestCase("--merge is 'absent.json', but must be a file that you may read.", "--merge", "absent.json")]
    [TestCase(
        "--plant is 'x', but must be random, list, all or the name of a planted mistake; --plant list shows them.",
        "--plant", "x")]
    [TestCase("--reveal needs --plant and a mistake.", "--reveal")]
    [TestCase("--hide-answer and --reveal are opposites: give one of them.", "--plant", "3", "--hide-answer",
        "--reveal")]
    [TestCase("--report shows a whole check, which --shard splits.", "--report", "x.html", "--shard", "1/2",
        "--output", "x.json")]
    [TestCase("--report is for a check, but --merge only reads reports of checks.", "--merge", "a", "--report", "b")]
    [TestCase("--report is 'absent/x.html', but must be in a directory that exists.", "--report", "absent/x.html")]
    [TestCase("--format does not go with --plant, which tells a story, not a report.", "--plant", "all",
        "--format", "json")]
    [TestCase("--merge is 'absent-*.json', but no file is named so.", "--merge", "absent-*.json")]
    [TestCase("--format is 'xml', but must be table, json, markdown or github.", "--format", "xml")]
    [TestCase("--output is 'absent/x.json', but must be in a directory that exists.", "--output", "absent/x.json")]
    [TestCase("'--epochs' is not an option; --help lists what there is.", "--epochs", "3")]
    public void A_wrong_argument_ends_with_one_sentence_that_names_it(string sentence, params string[] arguments) =>
        Refuses(sentence, arguments);

    [Test]
    public void An_option_before_the_command_is_refused() => TrainingProgram.Refuses(
        "--epochs stands before verify, but must stand behind it.", "--epochs", "3", "verify");

    [Test]
    public void A_file_that_is_no_report_is_named()
    {
        File.WriteAllText(At("losses.json"), "{\"epochs\": []}");
        Refuses(
            $"--merge is '{At("losses.json")}', but that file is no report that verify has written.", "--merge",
            At("losses.json"));
    }

    [Test]
    public void A_report_that_an_editor_has_saved_anew_is_read_and_another_file_is_named()
    {
        TrainingProgram.Run("verify", "--projections", "1", "--output", At("whole.json"));
        File.WriteAllText(At("marked.json"), File.ReadAllText(At("whole.json")), System.Text.Encoding.Unicode);
        Assert.That(TrainingProgram.Run("verify", "--merge", At("marked.json")).ExitCode, Is.Zero);
        File.WriteAllText(At("pointer.json"), "version https://git-lfs.github.com/spec/v1\n");
        Refuses(
            $"--merge is '{At("pointer.json")}', but that file is a git-lfs pointer, not the file that it stands for.",
            "--merge", At("pointer.json"));
    }

    private static GradientCheck WrongNetwork() => GradientCheck.Of(
        Gradients.Examples.SmallNetwork(), Gradients.Examples.MissingMean).At(1, 1, 7, 5);

    private static string At(string file) => Path.Combine(Folder, file);

    [Test]
    public void A_planted_mistake_is_shown_with_table_counterexample_diagnosis_and_lesson()
    {
        var (exitCode, output, _) = TrainingProgram.Run("verify", "--plant", "conv-kernel-not-rotated");
        Assert.That(exitCode, Is.EqualTo(1));
        Assert.That(output, Does.Contain("Dense[3].weights")
            .And.Contain("rotated by 180°").And.Contain("Smallest counterexample").And.Contain("why it is wrong"));
        Assert.That(
            TrainingProgram.Run("verify", "--plant", "max-pool-first-input").Output,
            Does.Contain("MaxPooling").And.Contain("Smallest counterexample"), "a layer that the network has not");
    }

    [Test]
    public void Every_planted_mistake_is_listed_with_its_lesson()
    {
        var (exitCode, output, _) = TrainingProgram.Run("verify", "--plant", "list");
        Assert.That(exitCode, Is.Zero);
        var words = string.Join(' ', output.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));
        foreach (var bug in Catalogue.All) Assert.That(words, Does.Contain(bug.Name).And.Contain(bug.Lesson));
    }

    private static void Refuses(string sentence, params string[] arguments) =>
        TrainingProgram.Refuses(sentence, ["verify", .. arguments]);
}
