using System.Reflection;

namespace CnnVerified.Verification.Tests.Snapshots;

/// <summary>
/// The one seam through which tests compare a text with <c>snapshots/NAME.verified.txt</c>. By default a few lines of
/// this project do it; built with <c>-p:UseVerifyNUnit=true</c> Verify.NUnit does, on the same files.
/// </summary>
public static class Snapshot
{
    /// <summary>The folder <c>snapshots</c> at the root of the repository.</summary>
    public static string Directory { get; } = typeof(Snapshot).Assembly
        .GetCustomAttributes<AssemblyMetadataAttribute>().Single(data => data.Key == "SnapshotDirectory").Value!;

    /// <summary>Passes only if the text is the approved one.</summary>
    public static async Task Approve(string name, string text)
    {
#if USE_VERIFY_NUNIT
        await VerifyNUnit.Verifier.Verify(ApprovedFile.Normalise(text))
            .UseDirectory(Directory).UseFileName(name).DisableRequireUniquePrefix();
#else
        await new ApprovedFile(Directory, name).Require(text, ApprovedFile.OpenDiffTool);
#endif
    }
}
