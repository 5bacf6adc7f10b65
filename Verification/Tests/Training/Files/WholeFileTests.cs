using System.Diagnostics;
using System.Runtime.Versioning;

namespace CnnVerified.Verification.Tests.Training.Files;

[Parallelizable(ParallelScope.All)]
[FixtureLifeCycle(LifeCycle.InstancePerTestCase)]
public sealed class WholeFileTests : IDisposable
{
    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("Dateien mit Ümlaut ");

    public void Dispose() => folder.Delete(recursive: true);

    [Test]
    public void A_file_is_replaced_and_nothing_else_is_left()
    {
        File.WriteAllText(At("f"), "old");
        WholeFile.Write(At("f"), "new"u8);
        Assert.That(File.ReadAllText(At("f")), Is.EqualTo("new"));
        Assert.That(folder.GetFileSystemInfos(), Has.Length.EqualTo(1));
    }

    [Test]
    [Platform(Exclude = "Win", Reason = "Windows has no mode bits.")]
    [UnsupportedOSPlatform("windows")]
    public void Mode_and_owner_stay_and_a_new_file_has_the_usual_mode()
    {
        File.WriteAllText(At("f"), "old");
        File.SetUnixFileMode(At("f"), UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.GroupWrite);
        var isRoot = Environment.UserName == "root";
        if (isRoot) Shell("chown 1234:2345 f");
        WholeFile.Write(At("f"), "new"u8);
        Assert.That(
            Shell("stat -c '%a %u:%g' f || stat -f '%Lp %u:%g' f"),
            isRoot ? Is.EqualTo("620 1234:2345") : Does.StartWith("620 "));
        WholeFile.Write(At("g"), "new"u8);
        Shell("touch h");
        Assert.That(File.GetUnixFileMode(At("g")), Is.EqualTo(File.GetUnixFileMode(At("h"))));
    }

    [Test]
    [Platform(Exclude = "Win", Reason = "Windows lets only some users make links.")]
    public void A_link_stays_one_and_what_it_names_is_written([Values] bool exists)
    {
        folder.CreateSubdirectory("elsewhere");
        if (exists) File.WriteAllText(At("elsewhere/f"), "old");
        File.CreateSymbolicLink(At("link"), "elsewhere/f");
        File.CreateSymbolicLink(At("link to link"), "link");
        WholeFile.Try(At("link to link"));
        WholeFile.Write(At("link to link"), "new"u8);
        Assert.That(new FileInfo(At("link to link")).LinkTarget, Is.EqualTo("link"));
        Assert.That(File.ReadAllText(At("elsewhere/f")), Is.EqualTo("new"));
        Assert.That(folder.GetFileSystemInfos("*", SearchOption.AllDirectories), Has.Length.EqualTo(4));
    }

    [Test]
    [Platform(Exclude = "Win", Reason = "Windows lets only some users make links.")]
    public void A_link_to_a_neighbour_is_followed_from_the_folder_that_the_program_is_in()
    {
        Shell("ln -s f.json link.json");
        Shell($"dotnet '{TrainingProgram.Dll}' --epochs 1 --samples-per-class 2 --metrics link.json");
        Assert.That(folder.GetFiles().Select(file => file.Name), Is.EquivalentTo(new[] { "f.json", "link.json" }));
    }

    [Test]
    [Platform(Exclude = "Win", Reason = "Windows lets only some users make links.")]
    public void A_link_upwards_is_followed_from_the_folder_where_it_is_in_truth()
    {
        folder.CreateSubdirectory("a/b");
        File.CreateSymbolicLink(At("folder"), "a/b");
        File.CreateSymbolicLink(At("a/b/link"), "../f");
        WholeFile.Write(At("folder/link"), "new"u8);
        Assert.That(File.ReadAllText(At("a/f")), Is.EqualTo("new"));
        Assert.That(File.Exists(At("f")), Is.False);
    }

    [Test]
    [Platform(Exclude = "Win", Reason = "Windows lets only some users make links.")]
    public void A_link_to_itself_is_refused()
    {
        File.CreateSymbolicLink(At("link"), "link");
        Assert.That(() => new OutputFile("--save", At("link")), Throws.InstanceOf<IOException>());
    }

    [Test]
    public void A_name_that_is_too_long_is_refused_before_any_work_is_done() => Assert.That(
        () => new OutputFile("--save", At(new string('a', 1_000))), Throws.InstanceOf<IOException>());

    [Test]
    [Platform(Exclude = "Win", Reason = "Windows has other pipes.")]
    public void A_pipe_stays_one_and_is_written_through()
    {
        Shell("mkfifo p");
        WholeFile.Try(At("p"));
        using var reader = Process.Start(new ProcessStartInfo("cat", [At("p")]) { RedirectStandardOutput = true })!;
        WholeFile.Write(At("p"), "through"u8);
        Assert.That(reader.StandardOutput.ReadToEnd(), Is.EqualTo("through"));
        Assert.That(Shell("test -p p && echo yes"), Is.EqualTo("yes"));
    }

    [Test]
    [Platform("Linux", Reason = "Others have no device that is always full.")]
    public void A_device_is_written_through_and_a_full_one_is_told()
    {
        WholeFile.Try("/dev/null");
        WholeFile.Write("/dev/null", "gone"u8);
        Assert.That(Shell("test -c /dev/null && echo yes"), Is.EqualTo("yes"));
        Assert.That(() => WholeFile.Write("/dev/full", "too much"u8), Throws.InstanceOf<IOException>());
    }

    [Test]
    [Platform(Exclude = "Win", Reason = "The shell is a Unix one.")]
    public void Output_that_goes_where_the_standard_output_goes_arrives()
    {
        Assert.That(TrainingProgram.Run("verify", "--projections", "1", "--output", "/dev/stdout").Output,
            Does.Contain("\"schema\": \"cnnverified/"));
    }

    [Test]
    public void What_a_killed_run_has_left_is_removed_and_what_a_running_one_writes_is_not()
    {
        File.WriteAllText(At(".cnnverified-killed.tmp"), "left");
        File.SetLastWriteTimeUtc(At(".cnnverified-killed.tmp"), DateTime.UtcNow.AddMinutes(-1));
        using var writing = new FileStream(
            At(".cnnverified-running.tmp"), FileMode.CreateNew, FileAccess.Write, FileShare.Read | FileShare.Delete);
        File.SetLastWriteTimeUtc(At(".cnnverified-running.tmp"), DateTime.UtcNow.AddMinutes(-1));
        WholeFile.Write(At("f"), "new"u8);
        Assert.That(
            folder.GetFiles().Select(file => file.Name), Is.EquivalentTo(new[] { "f", ".cnnverified-running.tmp" }));
    }

    [Test]
    public void A_run_that_is_killed_while_it_writes_leaves_the_old_file_or_the_new_one_and_the_next_one_tidies_up()
    {
        string[] run = ["--epochs", "1", "--samples-per-class", "1", "--save", At("f"), "--seed"];
        var contents = Enumerable.Range(0, 2).Select(seed =>
        {
            TrainingProgram.Run([.. run, $"{seed}"]);
            return File.ReadAllBytes(At("f"));
        }).ToArray();
        for (var kill = 0; kill < 6; kill++)
        {
            TrainingProgram.KillWhen(
                () => folder.GetFiles(".cnnverified-*.tmp").Any(file => file.Exists && file.Length > 0),
                [.. run, $"{kill % 2}"]);
            Assert.That(contents, Has.Some.EqualTo(File.ReadAllBytes(At("f"))));
        }
        foreach (var left in folder.GetFiles(".*")) left.LastWriteTimeUtc = DateTime.UtcNow.AddMinutes(-1);
        TrainingProgram.Run([.. run, "0"]);
        Assert.That(folder.GetFiles(), Has.Length.EqualTo(1));
    }

    [Test]
    public void Two_writers_leave_the_whole_file_of_one_of_them()
    {
        byte[][] contents = [new byte[100_000], [.. Enumerable.Repeat((byte)1, 200_000)]];
        Parallel.For(0, 40, i => WholeFile.Write(At("f"), contents[i % 2]));
        Assert.That(contents, Has.Some.EqualTo(File.ReadAllBytes(At("f"))));
        Assert.That(folder.GetFiles(), Has.Length.EqualTo(1));
    }

    private string Shell(string command)
    {
        using var shell = Process.Start(new ProcessStartInfo("sh", ["-c", command])
        {
            WorkingDirectory = folder.FullName,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        })!;
        var output = shell.StandardOutput.ReadToEnd();
        shell.WaitForExit();
        return output.Trim();
    }

    private string At(string name) => Path.Combine(folder.FullName, name);
}
