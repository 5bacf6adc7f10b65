namespace CnnVerified.Verification.Tests.Training;

/// <summary>Where the output and the error stream may go: full disks, and nowhere.</summary>
[Parallelizable(ParallelScope.All)]
[FixtureLifeCycle(LifeCycle.InstancePerTestCase)]
[Platform("Linux", Reason = "Others have no device that is always full.")]
public sealed class StreamsTests : IDisposable
{
    private const string Full = "The standard output cannot be written to its end: No space left on device.\n";
    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("cnnverified-streams-");

    public void Dispose() => folder.Delete(recursive: true);

    [TestCase(">/dev/full", 2, false, Full)]
    [TestCase("2>/dev/full", 0, true)]
    [TestCase(">/dev/full 2>&1", 2, false)]
    [TestCase(">&-", 0, false)]
    [TestCase("2>&-", 0, true)]
    [TestCase("<&- >&-", 0, false)]
    [TestCase("<&- 2>&-", 0, true)]
    [TestCase("<&- >&- 2>&-", 0, false)]
    public void A_training_is_kept_wherever_its_output_goes(
        string words, int exitCode, bool isPrinted, string complaint = "")
    {
        var run = TrainingProgram.Redirected(
            words, "--epochs", "1", "--samples-per-class", "2", "--save", At("model"), "--metrics", At("losses.csv"));
        Assert.That((run.ExitCode, run.Error), Is.EqualTo((exitCode, complaint)));
        Assert.That(run.Output, isPrinted ? Is.Not.Empty : Is.Empty);
        Assert.That(folder.GetFiles().Select(file => file.Name), Is.EquivalentTo(new[] { "model", "losses.csv" }));
    }

    [TestCase("--help")]
    [TestCase("--version")]
    [TestCase("verify", "--plant", "list")]
    [TestCase("verify", "--plant", "1", "--reveal")]
    [TestCase("verify", "--projections", "1", "--output", "check.json")]
    [TestCase("report", "--output", "page.html")]
    [TestCase("learn", "start", "exercises")]
    public void A_full_disk_under_the_output_is_told_by_every_command_and_files_are_written(params string[] arguments)
    {
        if (arguments is [.., "--output" or "start", var name]) arguments[^1] = At(name);
        var run = TrainingProgram.Redirected(">/dev/full", arguments);
        Assert.That(run, Is.EqualTo((2, "", Full)));
        Assert.That(folder.GetFileSystemInfos(), Has.Length.EqualTo(arguments[^1].StartsWith('/') ? 1 : 0));
    }

    [TestCase("2>/dev/full")]
    [TestCase("2>&-")]
    [TestCase(">&- 2>&-")]
    [TestCase("<&- >&- 2>&-")]
    public void A_complaint_that_nobody_can_read_has_its_exit_code(string words) =>
        Assert.That(TrainingProgram.Redirected(words, "--epochs", "0"), Is.EqualTo((2, "", "")));

    [Test]
    public void A_complaint_is_told_after_the_reader_of_the_output_has_left()
    {
        var run = TrainingProgram.Redirected(
            "| true", "--epochs", "100", "--samples-per-class", "2", "--save", "/dev/full");
        Assert.That(run.Error, Is.EqualTo(
            "--save is '/dev/full', but must be a file that you may write, on a disk with room.\n"));
    }

    [Test]
    public void A_result_that_cannot_be_kept_does_not_take_another_with_it()
    {
        TrainingProgram.Run("--epochs", "1", "--samples-per-class", "2",
            "--save", "/dev/full", "--metrics", At("losses.csv"));
        TrainingProgram.Run("verify", "--experiment", "small", "--projections", "1",
            "--output", "/dev/full", "--report", At("page.html"));
        Assert.That(folder.GetFiles().Select(file => file.Name), Is.EquivalentTo(new[] { "losses.csv", "page.html" }));
    }

    [TestCase("--epochs", "1", "--samples-per-class", "2", "--save", "old")]
    [TestCase("report", "--output", "old")]
    [TestCase("learn", "start", "empty")]
    [TestCase("learn", "start", "absent")]
    public void A_disk_without_room_leaves_what_was_there_and_nothing_else(params string[] arguments)
    {
        File.WriteAllText(At("old"), "kept");
        folder.CreateSubdirectory("empty");
        arguments[^1] = At(arguments[^1]);
        // Files may have 512 bytes; .NET itself needs larger ones for code that may be written or run, but not both.
        var run = TrainingProgram.Limited("ulimit -f 1; DOTNET_EnableWriteXorExecute=0", arguments);
        Assert.That((run.ExitCode, run.Error.Count(c => c == '\n')), Is.EqualTo((2, 1)), run.Error);
        Assert.That(File.ReadAllText(At("old")), Is.EqualTo("kept"));
        Assert.That(folder.GetFileSystemInfos("*", SearchOption.AllDirectories), Has.Length.EqualTo(2));
    }

    private string At(string name) => Path.Combine(folder.FullName, name);
}
