using System.Text.RegularExpressions;
using ArchUnitNET.Domain;
using ArchUnitNET.Domain.Extensions;
using ArchUnitNET.Loader;

namespace CnnVerified.Verification.Tests.House;

/// <summary>
/// The harness stands in floors: code in a folder knows only what is in that folder and those listed before it. What is
/// internal has its folder's namespace; what is public has the root's, so that one <c>using</c> is all a user needs.
/// </summary>
public partial class FloorsTests
{
    private const string Root = "CnnVerified.Verification";
    private const string FrontDoors = ".";

    private static readonly string[] Floors =
    [
        "Numerics", "DualNumbers", "DoubleDoubles", "Tracing", "Editing", "Geometry", "Comparison", "Evaluation",
        "Arrays", "Verdicts", "Oracles", "Figures", "Reporting", "Fitting", "Repairing", "Hypotheses", "PlantedBugs",
        "Adequacy", "Contracts", "Steps", FrontDoors, "Counterexamples", "MutationTesting",
    ];

    private static readonly string Harness =
        Path.Combine(Path.GetDirectoryName(Snapshot.Directory)!, "Verification", "Harness");

    private static readonly (string Folder, string Text)[] Files =
    [
        .. from path in Directory.EnumerateFiles(Harness, "*.cs", SearchOption.AllDirectories)
           let folder = Path.GetRelativePath(Harness, Path.GetDirectoryName(path)!)
           where folder.Split(Path.DirectorySeparatorChar)[0] is not ("bin" or "obj")
           select (folder, File.ReadAllText(path)),
    ];

    [Test]
    public void Every_folder_is_a_floor() =>
        Assert.That(Files.Select(file => file.Folder).Distinct(), Is.EquivalentTo(Floors));

    [Test]
    public void What_is_internal_has_its_folders_namespace_and_what_is_public_the_roots() => Assert.That(
        from file in Files
        let isPublic = Declaration().Matches(file.Text).Any(type => type.Groups["access"].Value == "public")
        let expected = isPublic || file.Folder == FrontDoors ? Root : $"{Root}.{file.Folder}"
        where !file.Text.Split('\n').Contains($"namespace {expected};")
        select Declaration().Match(file.Text).Groups["name"].Value, Is.Empty);

    [Test]
    public void A_floor_knows_only_those_below_it()
    {
        var floorOf = (
            from file in Files
            from Match type in Declaration().Matches(file.Text)
            select (Name: type.Groups["name"].Value, Floor: Array.IndexOf(Floors, file.Folder)))
            .Distinct().ToDictionary(type => type.Name, type => type.Floor);
        var known = (
            from type in new ArchLoader().LoadAssembly(typeof(GradientCheck).Assembly).Build().Types
            where floorOf.ContainsKey(Outermost(type))
            from other in type.GetTypeDependencies()
            where other is not GenericParameter && other.Namespace?.FullName.StartsWith(Root) == true
                && floorOf.ContainsKey(Outermost(other))
            select (Type: Outermost(type), Other: Outermost(other))).Distinct().ToArray();
        Assert.That(known, Has.Length.GreaterThan(500));
        Assert.That(known.Where(edge => floorOf[edge.Other] > floorOf[edge.Type]), Is.Empty);
    }

    private static string Outermost(IType type) => type.FullName.Split('.')[^1].Split('+', '`', '/', '<')[0];

    [GeneratedRegex("""
        ^(?<access>public|internal)\ (?:\w+\ )*?
        (?:class|enum|interface|(?:record\ )?struct|record(?:\ class)?|delegate\ \w+)\ (?<name>\w+)
        """, RegexOptions.Multiline | RegexOptions.IgnorePatternWhitespace)]
    private static partial Regex Declaration();
}
