using CnnVerified.Verification.Tests;
using CnnVerified.Verification.Tests.Gradients;
using NUnit.Framework.Interfaces;
using NUnit.Framework.Internal;

[assembly: NeedsRightLayers]

namespace CnnVerified.Verification.Tests;

/// <summary>
/// Looks at the gradients of the library's own layers before anything else. If one is wrong, its report comes first,
/// and what rests on the layers is not run: its failures would hide the cause, and its snapshots be wrong.
/// </summary>
[SetUpFixture]
public sealed class FirstCause
{
    private static readonly Lazy<(string Name, string Complaint)[]> Found = new(() =>
    [
        .. from one in ShippedLayers.All
           let complaint = Complaint(one.Check)
           where complaint is not null
           select (one.Name, complaint),
    ]);

    /// <summary>How many tests are not run.</summary>
    internal static int Left { get; set; }

    /// <summary>Whether the gradients of all layers are right.</summary>
    internal static bool LayersAreRight => Found.Value.Length == 0;

    [OneTimeSetUp]
    public void Report()
    {
        if (LayersAreRight) return;
        var (first, complaint) = Found.Value[0];
        TestContext.Error.WriteLine($"{first}'s gradient is wrong.\n\n{complaint}");
        foreach (var (name, _) in Found.Value[1..]) TestContext.Error.WriteLine($"{name}'s gradient is wrong as well.");
        TestContext.Error.WriteLine(
            $"{Left:N0} tests of the checker are not run: {first}'s gradient is wrong. Mend it first.\n");
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

/// <summary>
/// Takes the tests away that rest on right layers, where one is wrong: those of layers and kernels stay.
/// </summary>
[AttributeUsage(AttributeTargets.Assembly)]
public sealed class NeedsRightLayersAttribute : Attribute, IApplyToTest
{
    private static readonly string[] OfLayers =
        ["Gradients.LayerGradients", "Golden.", "House.", "Kernels.", "Layers.", "Properties."];

    /// <inheritdoc/>
    public void ApplyToTest(Test test)
    {
        if (!FirstCause.LayersAreRight) TakeAway(test);
    }

    private static void TakeAway(ITest suite)
    {
        for (var i = suite.Tests.Count - 1; i >= 0; i--)
        {
            var child = suite.Tests[i];
            if (child.TypeInfo is null || child is SetUpFixture) TakeAway(child);
            else if (!OfLayers.Any(own => child.FullName.StartsWith(
                $"{typeof(FirstCause).Namespace}.{own}", StringComparison.Ordinal)))
            {
                FirstCause.Left += child.TestCaseCount;
                suite.Tests.RemoveAt(i);
            }
        }
    }
}
