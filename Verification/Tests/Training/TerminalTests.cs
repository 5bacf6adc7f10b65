using System.Diagnostics;

namespace CnnVerified.Verification.Tests.Training;

/// <summary>What the program writes to a terminal, which <c>script</c> makes.</summary>
[Parallelizable(ParallelScope.All)]
public sealed class TerminalTests
{
    private const string Script = "/usr/bin/script";

    private static readonly string Program = typeof(ExperimentSettings).Assembly.Location;

    [TestCase("xterm", 80, true)]
    [TestCase("xterm", 60, false)]
    [TestCase("dumb", 80, false)]
    public void A_table_is_drawn_anew_where_it_can_be_and_is_whole_at_its_end(string kind, int columns, bool isLive)
    {
        var output = Run(kind, columns, "verify --experiment small");
        Assert.That(output.Contains("\e[?25l"), Is.EqualTo(isLive));
        Assert.That(output, Does.Contain("  x                           784      0          0     "));
        if (!isLive) Assert.That(output.Split("  x     "), Has.Length.EqualTo(2), "printed more than once");
    }

    [Test]
    public void A_terminal_without_a_cursor_gets_the_lines_of_a_training_alone() => Assert.That(
        Run("dumb", 80, "--epochs 2").Split('\n').Select(line => line.Split(' ')[0]),
        Is.EqualTo(new[] { "Epoch", "Epoch", "Held-out:", "Time:", "" }));

    private static string Run(string kind, int columns, string arguments)
    {
        if (!File.Exists(Script)) Assert.Ignore($"There is no {Script}, which makes a terminal.");
        var start = new ProcessStartInfo(Script,
            ["-qc", $"stty cols {columns}; dotnet {Program} {arguments}", "/dev/null"])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
        };
        (start.Environment["TERM"], start.Environment["NO_COLOR"]) = (kind, null);
        start.Environment.Remove("COLUMNS");
        start.Environment.Remove("CI");
        start.Environment.Remove("GITHUB_ACTIONS");
        using var process = Process.Start(start)!;
        process.StandardInput.Close();
        var output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        return output.Replace("\r", "");
    }
}
