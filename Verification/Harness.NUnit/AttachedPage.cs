using NUnit.Framework;

namespace CnnVerified.Verification;

/// <summary>
/// A failed check's report as a page for a browser, attached to the test that failed. It stands in the folder
/// <c>check-reports</c> of the tests' work directory, by the test's name, and a later failure of it takes its place.
/// </summary>
internal static class AttachedPage
{
    private const string Folder = "check-reports";
    private const int LongestName = 120;

    private static readonly char[] Refused = [.. Path.GetInvalidFileNameChars(), .. " \"'<>|:*?\\/(),&%#"];

    /// <summary>Writes it and says where it is; null where no file can be written.</summary>
    public static string? Of(CheckReport report)
    {
        try
        {
            var context = TestContext.CurrentContext;
            var folder = Directory.CreateDirectory(Path.Combine(context.WorkDirectory, Folder)).FullName;
            var path = Path.Combine(folder, NameOf(context.Test.FullName) + ".html");
            File.WriteAllText(path, report.ToHtml());
            TestContext.AddTestAttachment(path, "The report of the check, for a browser.");
            return path;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    private static string NameOf(string test)
    {
        var name = string.Concat(test.Select(c => Refused.Contains(c) ? '-' : c));
        return name.Length > LongestName ? name[^LongestName..] : name;
    }
}
