using DiffEngine;

namespace CnnVerified.Verification.Tests.Snapshots;

/// <summary>
/// One approved text in Verify's convention: <c>NAME.verified.txt</c>, and while a test disagrees with it
/// <c>NAME.received.txt</c> beside it. As in Verify an approved file has line feeds and none at its end; a byte-order
/// mark does not count.
/// </summary>
internal sealed class ApprovedFile(string directory, string name)
{
    private static readonly TimeSpan PatienceWithDiffTool = TimeSpan.FromSeconds(5);

    public string Verified { get; } = Path.Combine(directory, name + ".verified.txt");

    public string Received { get; } = Path.Combine(directory, name + ".received.txt");

    /// <summary>Line feeds only, and none at the end.</summary>
    public static string Normalise(string text) => text.ReplaceLineEndings("\n").TrimEnd('\n');

    /// <summary>Passes the approved text; another one is kept as received, shown in a diff tool, and fails.</summary>
    public async Task Require(string text, Func<string, string, Task> openDiffTool)
    {
        text = Normalise(text);
        var approved = File.Exists(Verified) ? await File.ReadAllTextAsync(Verified) : null;
        if (text == approved)
        {
            File.Delete(Received);
            return;
        }
        Directory.CreateDirectory(directory);
        await File.WriteAllTextAsync(Received, text);
        await openDiffTool(Received, Verified);
        throw new AssertionException(Difference(approved, text));
    }

    /// <summary>Opens the developer's diff tool; DiffEngine does nothing on build servers or without one.</summary>
    public static async Task OpenDiffTool(string received, string verified)
    {
        try
        {
            await DiffRunner.LaunchAsync(received, verified).WaitAsync(PatienceWithDiffTool);
        }
        catch (Exception failure)
        {
            // A tool that does not start must not hide the difference itself.
            await TestContext.Out.WriteLineAsync($"No diff tool was opened: {failure.Message}");
        }
    }

    private string Difference(string? approved, string received)
    {
        var approve = $"To approve the new text, move {Received} over {Verified}.";
        if (approved is null) return $"Nothing is approved yet as {name}.\n{approve}";
        if (Normalise(approved) == received)
            return $"{name} is approved with carriage returns or a newline at its end, where none belong.\n{approve}";
        var (old, fresh) = (approved.Split('\n'), received.Split('\n'));
        var line = 0;
        while (line < old.Length && line < fresh.Length && old[line] == fresh[line]) line++;
        return $"""
            {name} differs from what is approved, first at line {line + 1}:
              approved: {Line(old, line)}
              received: {Line(fresh, line)}
            {approve}
            """;
    }

    private static string Line(string[] lines, int line) => line < lines.Length ? lines[line] : "(no such line)";
}
