namespace CnnVerified.Verification.Tests.House;

public sealed class LineLengthTests
{
    private const int Columns = 120;

    [Test]
    public void Lines_end_at_120_columns()
    {
        var root = Path.GetDirectoryName(Snapshot.Directory)!;
        var files = Directory.EnumerateFiles(root, "*.cs", new EnumerationOptions { RecurseSubdirectories = true })
            .Select(file => Path.GetRelativePath(root, file).Replace('\\', '/')).Where(IsSource).Order().ToArray();
        Assert.That(files, Has.Some.EqualTo($"Verification/Tests/House/{nameof(LineLengthTests)}.cs"));
        Assert.That(files.SelectMany(file => TooLong(file, File.ReadLines(Path.Combine(root, file)))), Is.Empty);
    }

    [Test]
    public void Columns_are_characters_not_bytes()
    {
        string[] lines = [new('x', Columns), new('→', Columns), new('x', Columns + 1)];
        Assert.That(TooLong("A.cs", lines), Is.EqualTo(new[] { "A.cs:3 has 121 columns" }));
    }

    // Neither what a build writes nor folders of tools.
    private static bool IsSource(string file) => !file.Split('/')
        .Any(part => part is "bin" or "obj" or "artifacts" or "BenchmarkDotNet.Artifacts" || part.StartsWith('.'));

    private static IEnumerable<string> TooLong(string file, IEnumerable<string> lines) =>
        lines.Select((line, i) => (Number: i + 1, Length: line.EnumerateRunes().Count()))
            .Where(line => line.Length > Columns)
            .Select(line => $"{file}:{line.Number} has {line.Length} columns");
}
