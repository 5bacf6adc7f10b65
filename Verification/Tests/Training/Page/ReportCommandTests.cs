namespace CnnVerified.Verification.Tests.Training.Page;

[Parallelizable(ParallelScope.All)]
public sealed class ReportCommandTests
{
    private static readonly string Folder = Directory.CreateTempSubdirectory("report").FullName;

    [OneTimeTearDown]
    public void DeleteFolder() => Directory.Delete(Folder, recursive: true);

    [Test]
    public void Report_writes_a_page_and_says_where()
    {
        var (exitCode, output, error) = TrainingProgram.Run("report", "--output", At("report.html"));
        Assert.That(error, Is.Empty);
        Assert.That(output, Does.Contain(At("report.html")));
        Assert.That(File.ReadAllText(At("report.html")), Is.EqualTo(Pages.Of("training")));
        Assert.That(exitCode, Is.Zero);
    }

    [Test]
    public void Report_is_refused_where_no_file_can_be()
    {
        var (exitCode, _, error) = TrainingProgram.Run("report", "--output", At("absent/report.html"));
        Assert.That(error.Trim(), Is.EqualTo(
            $"--output is '{At("absent/report.html")}', but must be in a directory that exists."));
        Assert.That(exitCode, Is.EqualTo(2));
    }

    [Test]
    public void Verify_writes_a_page_beside_its_table()
    {
        var (exitCode, output, _) =
            TrainingProgram.Run("verify", "--experiment", "small", "--report", At("verify.html"));
        Assert.That(output, Does.StartWith("network at 1×1×28×28: no wrong gradient in "));
        Assert.That(File.ReadAllText(At("verify.html")),
            Does.Contain("<h1>network at 1×1×28×28: no wrong gradient in ").And.Contain("id=\"gradient-7\""));
        Assert.That(exitCode, Is.Zero);
    }

    [Test]
    public void A_planted_mistakes_answer_is_kept_back_until_it_is_asked_for()
    {
        var (exitCode, puzzle, _) = TrainingProgram.Run(
            "verify", "--plant", "tanh-square-forgotten", "--hide-answer", "--report", At("hidden.html"));
        Assert.That(puzzle, Does.Contain("Smallest counterexample").And.Not.Contain("tanh-square")
            .And.Not.Contain("diagnosis").And.Not.Contain("why it is wrong"));
        Assert.That(exitCode, Is.EqualTo(1));
        Assert.That(File.ReadAllText(At("hidden.html")), Does.Contain("<details class=\"answer\"><summary>"));
        var reveal = puzzle.Split("The answer: ")[1].Split(' ', StringSplitOptions.TrimEntries);
        Assert.That(TrainingProgram.Run(reveal).Output,
            Does.StartWith("tanh-square-forgotten, in Tanh").And.Contain("\ndiagnosis\n")
                .And.Contain("why it is wrong"));
    }

    [Test]
    public void Any_mistake_can_be_asked_for_and_found_again_by_its_number()
    {
        foreach (var bug in Catalogue.All)
            Assert.That(Exercise.Find($"{Exercise.NumberOf(bug)}"), Is.SameAs(bug));
        Assert.That(Exercise.Find(Exercise.Random), Is.Not.Null);
        Assert.That(Exercise.Find("0") ?? Exercise.Find($"{Catalogue.All.Count + 1}"), Is.Null);
    }

    private static string At(string file) => Path.Combine(Folder, file);
}
