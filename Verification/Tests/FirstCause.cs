using CnnVerified.Verification.Tests;
using CnnVerified.Verification.Tests.Gradients;
using NUnit.Framework.Interfaces;

[assembly: NeedsRightLayers]

namespace CnnVerified.Verification.Tests;

/// <summary>
/// Looks at the gradients of the library's own layers before anything else. If one is wrong, its report comes first,
/// and what is built on the layers is not run: its failures would hide the cause, and its snapshots be wrong.
/// </summary>
[SetUpFixture]
public sealed class FirstCause
{
    private static int left;

    /// <summary>The layers whose gradient is wrong; none in a right library.</summary>
    internal static IReadOnlyList<string> Wrong { get; private set; } = [];

    [OneTimeSetUp]
    public void Look()
    {
        var wrong = new List<string>();
        foreach (var (name, check) in ShippedLayers.All)
        {
            if (Complaint(check) is not { } complaint) continue;
            // Reports for the first; of others, which may be wrong for the same reason, the name.
            TestContext.Error.WriteLine(wrong.Count == 0 ? $"{name}'s gradient is wrong.\n\n{complaint}\n"
                : $"{name}'s gradient is wrong as well.");
            wrong.Add(name);
        }
        Wrong = wrong;
    }

    [OneTimeTearDown]
    public void Count()
    {
        if (left > 0) TestContext.Error.WriteLine($"{left:N0} tests are {Reason}.");
    }

    /// <summary>Why a test is not run.</summary>
    internal static string Reason => $"not run: {string.Join(", ", Wrong)}: wrong gradient";

    /// <summary>Ends a test that rests on right layers, without a word of its own.</summary>
    internal static void Skip()
    {
        Interlocked.Increment(ref left);
        Assert.Inconclusive(Reason);
    }

    private static string? Complaint(Func<GradientCheck> check)
    {
        try
        {
            var report = check().Run();
            return report.Passed ? null : report.ToString();
        }
        catch (Exception e) when (e is not OutOfMemoryException)
        {
            return e.ToString();
        }
    }
}

/// <summary>Lets only the tests of layers and kernels run where a layer is wrong.</summary>
[AttributeUsage(AttributeTargets.Assembly)]
public sealed class NeedsRightLayersAttribute : Attribute, ITestAction
{
    private static readonly string[] OfLayers = ["Layers", "Kernels", "Properties", "Golden", "House"];

    /// <inheritdoc/>
    public ActionTargets Targets => ActionTargets.Test;

    /// <inheritdoc/>
    public void BeforeTest(ITest test)
    {
        var name = test.ClassName?[(typeof(FirstCause).Namespace!.Length + 1)..] ?? "";
        if (FirstCause.Wrong.Count > 0 && name != "Gradients.LayerGradients" && !OfLayers.Contains(name.Split('.')[0]))
            FirstCause.Skip();
    }

    /// <inheritdoc/>
    public void AfterTest(ITest test) { }
}
