namespace CnnVerified.Verification.Tests.House;

/// <summary>Of every public layer and loss the gate knows what it needs, and says what is missing.</summary>
public sealed class ShippedLayersTests
{
    private static readonly string Root = Path.GetDirectoryName(Snapshot.Directory)!;

    [Test]
    public void No_layer_and_no_loss_lacks_anything()
    {
        var shipped = new CoverageLedger().Untouched(typeof(Layer<>).Assembly);
        Assert.That(LayerKinds.All.Select(kind => kind.Name), Is.SubsetOf(shipped));
        Assert.That(shipped.SelectMany(Missing), Is.Empty);
    }

    private static IEnumerable<string> Missing(string name)
    {
        var (source, folder) = (Text($"Layers/{name}.cs"), "Verification/Harness");
        var kind = LayerKinds.Find(name);
        var made = kind?.Make(
            new(2, 3, 4, (8, 6), (3, 2), (2, 3), (1, 0), BiasPerPosition: false, Seed: 1), new(4, 7, 5, Seed: 1),
            (_, shape) => new Tensor<double>(shape)).Select(one => one.Layer).ToArray() ?? [];

        if (made.Length == 0)
            yield return $"{name} has no line in {folder}/MutationTesting/LayerKinds.cs.";
        if (made.Any(layer => layer.Over<float>() is null))
            yield return $"{name} has no Over<U>() in Layers/{name}.cs.";
        if (source.Contains("MayUseKernels", StringComparison.Ordinal) && made.Any(one => one.AsReference() is null))
            yield return $"{name} has kernels, but no AsReference() in Layers/{name}.cs.";
        if (!Catalogue.Of(name).Any())
            yield return $"{name} has no planted bug in {folder}/PlantedBugs.";
        if (!HandComputed.Contains($"new {name}<double>(", StringComparison.Ordinal))
            yield return $"{name} has no case computed by hand in Verification/Tests/Layers/HandComputed….cs.";
        if (!Text("Layers/README.md").Split('\n').Any(
            line => line.StartsWith('|') && line.Contains($"/{name}.cs`", StringComparison.Ordinal)))
            yield return $"{name} has no row in the table of Layers/README.md.";
    }

    private static string HandComputed { get; } = string.Concat(
        Directory.EnumerateFiles(Path.Combine(Root, "Verification", "Tests", "Layers"), "HandComputed*.cs")
            .Select(File.ReadAllText));

    private static string Text(string path) => Path.Combine(Root, path) is var file && File.Exists(file)
        ? File.ReadAllText(file) : "";
}
