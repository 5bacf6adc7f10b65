using ArchUnitNET.Domain;
using ArchUnitNET.Domain.Extensions;
using ArchUnitNET.Loader;

namespace CnnVerified.Verification.Tests.House;

/// <summary>The program stands in floors, too: a namespace is a folder and knows only those listed before it.</summary>
public class TrainingFloorsTests
{
    private const string Root = "CnnVerified.Training.";

    private static readonly string[] Floors =
    [
        "Files", "Random", "Terminal", "Data", "Experiments", "Models", "Runs", "Prediction", "Checks", "Page", "Learn",
        "Commands",
    ];

    [Test]
    public void A_floor_of_the_program_knows_only_those_below_it()
    {
        var known = (
            from type in new ArchLoader().LoadAssembly(typeof(ExperimentSettings).Assembly).Build().Types
            from other in type.GetTypeDependencies()
            where other is not GenericParameter && FloorOf(type) is not null && FloorOf(other) is not null
            select (From: FloorOf(type)!, To: FloorOf(other)!)).Distinct().ToArray();
        Assert.That(known.SelectMany(edge => new[] { edge.From, edge.To }).Distinct(), Is.EquivalentTo(Floors));
        Assert.That(
            known.Where(edge => Array.IndexOf(Floors, edge.To) > Array.IndexOf(Floors, edge.From)), Is.Empty);
    }

    private static string? FloorOf(IType type) =>
        type.Namespace?.FullName is { } name && name.StartsWith(Root, StringComparison.Ordinal)
            ? name[Root.Length..].Split('.')[0] : null;
}
