namespace CnnVerified.Verification.Reporting;

/// <summary>A remark that GitHub shows beside a run: a workflow command, which is one line of its log.</summary>
/// <param name="Title">The title.</param>
/// <param name="Message">What it says, in one line or several.</param>
internal sealed record Annotation(string Title, string Message)
{
    /// <summary>The command, with the escapes that GitHub's runner undoes.</summary>
    public override string ToString() =>
        $"::error title={Escaped(Title).Replace(":", "%3A").Replace(",", "%2C")}::{Escaped(Message)}";

    private static string Escaped(string text) =>
        text.Replace("%", "%25").Replace("\r", "%0D").Replace("\n", "%0A");
}
