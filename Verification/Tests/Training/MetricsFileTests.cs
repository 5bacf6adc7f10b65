using System.Text.Json;

namespace CnnVerified.Verification.Tests.Training;

[Parallelizable(ParallelScope.All)]
[FixtureLifeCycle(LifeCycle.InstancePerTestCase)]
public sealed class MetricsFileTests : IDisposable
{
    private static readonly ExperimentSettings Settings =
        new() { Seed = uint.MaxValue, Epochs = 2, Precision = Precision.Float };
    private static readonly TrainingOutcome Outcome = new([1.0 / 3, 0.1 + 0.2], Correct: 3, HeldOut: 4);

    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory();

    public void Dispose()
    {
        if (Directory.Exists(folder.FullName)) folder.Delete(recursive: true);
    }

    [Test]
    public void A_table_has_a_row_for_each_epoch_with_every_digit()
    {
        new MetricsFile(At("m.csv")).Write(Settings, Outcome);
        Assert.That(File.ReadAllText(At("m.csv")), Is.EqualTo(
            "epoch,loss,experiment,seed,learning_rate,decay,batch_size,optimizer,samples_per_class,initialization,"
            + "precision,correct,images\n"
            + "1,0.3333333333333333,original,4294967295,0.02,1,1,sgd,100,original,float,3,4\n"
            + "2,0.30000000000000004,original,4294967295,0.02,1,1,sgd,100,original,float,3,4\n"));
    }

    [Test]
    public void An_object_has_the_settings_the_losses_and_the_result()
    {
        new MetricsFile(At("m.json")).Write(Settings, Outcome);
        var root = JsonDocument.Parse(File.ReadAllText(At("m.json"))).RootElement;
        Assert.That(root.GetProperty("settings").GetRawText().Where(c => !char.IsWhiteSpace(c)), Is.EqualTo(
            """{"experiment":"original","seed":4294967295,"epochs":2,"learningRate":0.02,"decay":1,"batchSize":1"""
            + ""","optimizer":"sgd","samplesPerClass":100"""
            + ""","initialization":"original","precision":"float"}"""));
        Assert.That(
            root.GetProperty("epochs").EnumerateArray().Select(epoch => epoch.GetProperty("loss").GetDouble()),
            Is.EqualTo(Outcome.Losses));
        Assert.That(root.GetProperty("heldOut").GetProperty("correct").GetInt32(), Is.EqualTo(3));
        Assert.That(root.GetProperty("heldOut").GetProperty("accuracy").GetDouble(), Is.EqualTo(0.75));
    }

    [Test]
    public void A_run_writes_the_losses_that_it_prints_and_leaves_no_other_file()
    {
        File.WriteAllText(At("m.csv"), "from an earlier run");
        var (exitCode, output, error) =
            TrainingProgram.Run("--epochs", "2", "--samples-per-class", "3", "--metrics", At("m.csv"));
        Assert.That((exitCode, error), Is.EqualTo((0, "")));

        var written = File.ReadLines(At("m.csv")).Skip(1).Select(row => row.Split(',')[1]);
        Assert.That(written, Is.EqualTo(output.Split('\n').Take(2).Select(line => line.TrimEnd().Split(' ')[^1])));
        Assert.That(folder.GetFiles(), Has.Length.EqualTo(1));
    }

    [Test]
    public void Epochs_before_a_model_was_saved_count()
    {
        new MetricsFile(At("m.csv")).Write(Settings, Outcome with { Earlier = 5 });
        Assert.That(
            File.ReadLines(At("m.csv")).Skip(1).Select(row => row.Split(',')[0]), Is.EqualTo(new[] { "6", "7" }));
    }

    [TestCase("m.txt", "must be the name of a file that ends in .csv or .json.")]
    [TestCase("m", "must be the name of a file that ends in .csv or .json.")]
    [TestCase("missing/m.csv", "must be in a directory that exists.")]
    [TestCase("directory.json", "is a directory and must be a file.")]
    public void A_file_that_cannot_be_written_is_refused_before_training(string name, string complaint)
    {
        folder.CreateSubdirectory("directory.json");
        TrainingProgram.Refuses($"--metrics is '{At(name)}', but {complaint}", "--metrics", At(name));
        Assert.That(folder.GetFiles(), Is.Empty);
    }

    [Test]
    public void A_file_that_becomes_unwritable_is_told_in_one_sentence()
    {
        var file = new MetricsFile(At("m.csv"));
        folder.Delete();
        Assert.That(
            () => file.Write(Settings, Outcome),
            Throws.TypeOf<IOException>().With.Message.EqualTo(
                $"--metrics is '{At("m.csv")}', but must be a file that you may write, on a disk with room."));
    }

    private string At(string name) => Path.Combine(folder.FullName, name);
}
