namespace CnnVerified.Verification.Tests.Golden;

/// <summary>
/// The cases to run: those embedded in this assembly, and those of the file that CNNVERIFIED_GOLDEN names. A kind
/// without a layer is handed on as an ignored test, so that the report counts it.
/// </summary>
internal static class GoldenSource
{
    private const string FileVariable = "CNNVERIFIED_GOLDEN";

    public static IEnumerable<TestCaseData> Cases()
    {
        using var embedded = typeof(GoldenSource).Assembly.GetManifestResourceStream("golden.json.gz")!;
        var cases = Named("", GoldenCase.Read(embedded, zipped: true)).ToList();
        if (Environment.GetEnvironmentVariable(FileVariable) is { Length: > 0 } path)
        {
            using var file = File.OpenRead(path);
            var zipped = path.EndsWith(".gz", StringComparison.Ordinal);
            cases.AddRange(Named(Path.GetFileName(path) + ": ", GoldenCase.Read(file, zipped)));
        }
        return cases;
    }

    /// <summary>Cases by the same name are told apart by a number.</summary>
    private static IEnumerable<TestCaseData> Named(string prefix, IEnumerable<GoldenCase> cases) =>
        from one in cases
        group one by one.Name into namesakes
        from pair in namesakes.Select((one, i) => (Case: one, Name: i == 0 ? one.Name : $"{one.Name} #{i + 1}"))
        let data = new TestCaseData(pair.Case).SetName(prefix + pair.Name)
        select GoldenRun.KindOf(pair.Case) is not null
            ? data : data.Ignore($"There is no layer for the kind '{pair.Case.Kind}'.");
}
