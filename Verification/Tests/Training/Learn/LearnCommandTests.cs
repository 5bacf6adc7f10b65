using System.Text.Json;
using CnnVerified.Training.Learn;

namespace CnnVerified.Verification.Tests.Training.Learn;

[Parallelizable]
public class LearnCommandTests
{
    [Test]
    public void A_student_starts_errs_gets_hints_by_degrees_and_succeeds()
    {
        using var folder = new TemporaryFolder();
        var first = Course.Assignments[0];
        var file = Path.Combine(folder.Path, first.File);
        Assert.That(Run("start").ExitCode, Is.Zero);

        File.WriteAllText(file, CompiledCourse.Solution(first).Replace("/ (2 * h)", "/ h"));
        Assert.That(Run("check").Output, Does.Contain("WRONG").And.Not.Contain("\nhint 1"));
        Assert.That(Run("check").Output, Does.Contain("\nhint 1").And.Not.Contain("\nhint 2"));
        Assert.That(Run("check", "--hint").Output, Does.Contain("\nhint 2").And.Not.Contain("\nhint 3"));

        File.WriteAllText(file, CompiledCourse.Solution(first).Replace("return g;", "return g"));
        Assert.That(Run("check").Output, Does.StartWith($"It does not compile:\n  {first.File}, line 32: ; "));

        foreach (var assignment in Course.Assignments.SkipLast(1))
        {
            file = Path.Combine(folder.Path, assignment.File);
            File.WriteAllText(file, CompiledCourse.Solution(assignment));
            File.SetLastWriteTimeUtc(file, DateTime.UnixEpoch);          // as a copy of an older file has it
        }
        var (exitCode, json, _) = Run("check", "--all", "--json");
        var report = JsonDocument.Parse(json).RootElement;
        Assert.That(exitCode, Is.EqualTo(1));
        Assert.That(report.GetProperty("right").GetInt32(), Is.EqualTo(Course.Assignments.Count - 1));
        Assert.That(report.GetProperty("exercises")[0].GetProperty("outcome").GetString(), Is.EqualTo("right"));

        (int ExitCode, string Output, string Error) Run(string word, params string[] options) =>
            TrainingProgram.Run(["learn", word, folder.Path, .. options]);
    }

    [Test]
    public void Whatever_code_does_it_is_told_and_the_other_exercises_are_checked()
    {
        using var folder = new TemporaryFolder();
        TrainingProgram.Run("learn", "start", folder.Path);
        (string Right, string Wrong, string Message, string Hint)[] mistakes =
        [
            ("return (f(x + h) - f(x - h)) / (2 * h);", "return Of(f, x, h) + 1;",
                "The stack overflowed: a method calls itself without an end.",
                "in Derivative.Of, which calls itself"),
            ("return 1 / (1 + Math.Exp(-x));",
                "Console.WriteLine(\"}\"); throw new InvalidOperationException(\"boo\");",
                "It threw InvalidOperationException: boo", "in 02-Sigmoid.cs, line 14"),
            ("return sum / p.Length;", "Environment.Exit(0); return 3;",
                "It ended the program, with exit code 0.", "returns its result"),
        ];
        int[] numbers = [0, 1, 4];
        foreach (var (assignment, (right, wrong, _, _)) in numbers.Select(i => Course.Assignments[i]).Zip(mistakes))
            File.WriteAllText(Path.Combine(folder.Path, assignment.File),
                CompiledCourse.Solution(assignment).Replace(right, wrong));
        var (exitCode, json, _) = TrainingProgram.Run("learn", "check", folder.Path, "--all", "--json");
        var exercises = JsonDocument.Parse(json).RootElement.GetProperty("exercises");
        foreach (var (number, (_, _, message, hint)) in numbers.Zip(mistakes))
        {
            var checks = exercises[number].GetProperty("checks");
            Assert.That(checks[0].GetProperty("message").GetString(), Is.EqualTo(message));
            Assert.That(checks[0].GetProperty("hints")[0].GetProperty("text").GetString(), Does.Contain(hint));
            Assert.That(checks.EnumerateArray().Last().GetProperty("outcome").GetString(), Is.EqualTo("right"));
        }
        Assert.That(exercises.GetArrayLength(), Is.EqualTo(Course.Assignments.Count));
        Assert.That(exitCode, Is.EqualTo(1));
    }

    [Test]
    public void The_exercises_refer_to_the_program_s_own_files_or_to_the_package()
    {
        using var folder = new TemporaryFolder();
        var (files, package) = (Path.Combine(folder.Path, "files"), Path.Combine(folder.Path, "package"));
        Assert.That(TrainingProgram.Run("learn", "start", files).ExitCode, Is.Zero);
        Assert.That(TrainingProgram.Run("learn", "start", package, "--package").ExitCode, Is.Zero);
        Assert.That(Project(files), Does.Contain($"HintPath=\"{typeof(GradientCheck).Assembly.Location}\""));
        Assert.That(Project(package), Does.Contain("<PackageReference Include=\"CnnVerified.Verification\" Version="));

        static string Project(string folder) => File.ReadAllText(Path.Combine(folder, "Exercises.csproj"));
    }

    [Test]
    public void A_folder_that_is_not_empty_is_left_alone()
    {
        using var folder = new TemporaryFolder();
        File.WriteAllText(Path.Combine(folder.Path, "mine.txt"), "mine");
        TrainingProgram.Refuses(
            $"'{folder.Path}' is not empty, but must be a new or an empty folder.", "learn", "start", folder.Path);
        Assert.That(Directory.EnumerateFileSystemEntries(folder.Path).Count(), Is.EqualTo(1));
    }

    [Test]
    public void A_folder_without_exercises_is_refused()
    {
        using var folder = new TemporaryFolder();
        TrainingProgram.Refuses(
            $"There are no exercises in '{folder.Path}': write them with learn start DIRECTORY.",
            "learn", "check", folder.Path);
    }
}
