using Microsoft.Playwright;

namespace CnnVerified.Verification.Tests.Training.Page;

/// <summary>
/// A browser of the Chromium family, as this machine has it: where the environment variable <c>CNNVERIFIED_BROWSER</c>
/// says, or in its usual places.
/// </summary>
internal static class Browser
{
    private const string Variable = "CNNVERIFIED_BROWSER";

    private static readonly string[] Usual =
    [
        "/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome",
        "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
        @"C:\Program Files\Google\Chrome\Application\chrome.exe",
    ];

    /// <summary>Starts it; where there is none, the test is skipped and says so.</summary>
    public static async Task<IBrowser> Start(IPlaywright playwright)
    {
        var path = new[] { Environment.GetEnvironmentVariable(Variable) }.Concat(Usual).FirstOrDefault(File.Exists);
        if (path is null)
        {
            const string Reason = "The page was not tried in a browser, as there is none: install chromium, or say "
                + $"where one is with the environment variable {Variable}.";
            TestContext.Error.WriteLine(Reason);
            Assert.Ignore(Reason);
        }
        return await playwright.Chromium.LaunchAsync(new() { ExecutablePath = path });
    }
}
