using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace CnnVerified.Verification.Reporting;

/// <summary>
/// A report of a gradient check as JSON, of the whole or of a shard. Numbers have as many digits as it takes to read
/// them back; those that JSON lacks are the strings "NaN", "Infinity" and "-Infinity".
/// </summary>
internal static class ReportJson
{
    private const int LongestText = 10_000;
    private const string Schema = "cnnverified/gradient-report/2";

    private static readonly JsonSerializerOptions Options = new()
    {
        WriteIndented = true,
        NewLine = "\n",
        PropertyNamingPolicy = JsonNamingPolicy.CamelCase,
        NumberHandling = JsonNumberHandling.AllowNamedFloatingPointLiterals,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        AllowDuplicateProperties = false,
        RespectNullableAnnotations = true,
        RespectRequiredConstructorParameters = true,
        Converters =
        {
            new JsonStringEnumConverter<Verdict>(JsonNamingPolicy.CamelCase, allowIntegerValues: false),
            new JsonStringEnumConverter<Doubt>(JsonNamingPolicy.CamelCase, allowIntegerValues: false),
        },
    };

    /// <summary>The report as text.</summary>
    /// <param name="report">The report.</param>
    /// <param name="failures">The failing entries that are known.</param>
    /// <param name="diagnoses">Which mistakes explain them; none if nobody looked.</param>
    public static string Write(ShardReport report, FailedEntries failures, IReadOnlyList<Diagnosis> diagnoses)
    {
        var summary = report.Summary;
        return JsonSerializer.Serialize(
            new Document(
                Schema, summary.Subject, summary.Passed, $"{report.Shard}", report.Fingerprint,
                [.. summary.Variables.Select(variable => TensorOf(variable, failures))], summary.Waiver,
                summary.Blind ?? [])
            {
                Breaches = UnlessEmpty(summary.Breaches),
                Saturated = summary.Saturated,
                Leeway = summary.Leeway,
                NotNumbers = UnlessEmpty(summary.NotNumbers),
                Diagnoses = UnlessEmpty(diagnoses),
            }, Options);
    }

    private static IReadOnlyList<TItem>? UnlessEmpty<TItem>(IReadOnlyList<TItem> items) =>
        items.Count == 0 ? null : items;

    /// <summary>The report that a text holds.</summary>
    /// <exception cref="InvalidDataException">It holds none; the message is a clause without a subject.</exception>
    public static ShardReport Read(string json)
    {
        var document = Parse(json);
        if (document.Schema != Schema)
            throw new InvalidDataException($"has the schema '{document.Schema}', but must have '{Schema}'");
        var shard = CheckShard.TryParse(document.Shard)
            ?? throw new InvalidDataException($"has the shard '{document.Shard}', which is none");
        var before = 0;
        foreach (var tensor in document.Tensors)
        {
            var all = new Shape(tensor.Shape).Count;
            if (!AddsUp(tensor, shard.Of(all, before)))
                throw new InvalidDataException(
                    $"does not add up: its counts for {tensor.Name} are not those of shard {shard}");
            before = checked(before + all);
        }
        var report = new ShardReport(shard, document.Fingerprint, new GradientSummary(
            document.Subject, [.. document.Tensors.Select(SummaryOf)], document.Waiver, document.Blind)
        {
            Breaches = document.Breaches ?? [],
            Saturated = document.Saturated,
            Leeway = document.Leeway,
            NotNumbers = document.NotNumbers ?? [],
        });
        return report.Summary.Passed == document.Passed ? report : throw new InvalidDataException(
            $"does not add up: it says that it {(document.Passed ? "passed" : "did not pass")}, but its counts say "
            + "otherwise");
    }

    /// <summary>
    /// Whether the counts of a tensor are those of its share, and the entries that it shows are among the failures that
    /// it counts.
    /// </summary>
    private static bool AddsUp(Tensor tensor, Selection share)
    {
        long[] counts = [tensor.Correct, tensor.Wrong, tensor.Inconclusive];
        return tensor.Entries == share.Count && counts.Sum() == tensor.Entries && counts.Min() >= 0
            && IsPart(tensor.Precise) && IsPart(tensor.Signal)
            && tensor.Doubts.Values.All(IsPart) && tensor.Doubts.Values.Sum(count => (long)count) == tensor.Inconclusive
            && tensor.Failures.Count(failure => failure.Verdict == Verdict.Wrong) <= tensor.Wrong
            && tensor.Failures.Count(failure => failure.Verdict == Verdict.Inconclusive) <= tensor.Inconclusive
            && tensor.Failures.All(failure => failure.Verdict != Verdict.Correct && Has(failure.Position))
            && tensor.Failures.Length >= Math.Min(tensor.Wrong + tensor.Inconclusive, 1);

        bool IsPart(int count) => count >= 0 && count <= tensor.Entries;
        bool Has(int position) => position >= share.First && (position - (long)share.First) % share.Step == 0
            && (position - (long)share.First) / share.Step < share.Count;
    }

    private static Document Parse(string json)
    {
        try
        {
            return JsonSerializer.Deserialize<Document>(json, Options) is { } document
                && document.Tensors.Length > 0 && document.Tensors.All(
                    tensor => tensor is not null && !tensor.Failures.Contains(null) && IsShape(tensor.Shape))
                && document.Tensors.Sum(tensor => Count(tensor.Shape)) <= int.MaxValue && HasPlainTextsOnly(document)
                ? document : throw new JsonException();
        }
        catch (Exception damage) when (damage is JsonException or InvalidOperationException or NotSupportedException)
        {
            throw new InvalidDataException("is no report that verify has written", damage);
        }
    }

    private static bool IsShape(int[] sizes) => sizes.All(size => size > 0) && Count(sizes) <= int.MaxValue;

    private static double Count(int[] sizes) => sizes.Aggregate(1.0, (all, size) => all * size);

    /// <summary>What a report says is shown on terminals, which obey control characters.</summary>
    private static bool HasPlainTextsOnly(Document document)
    {
        string?[] texts =
        [
            document.Schema, document.Subject, document.Shard, document.Waiver, document.Saturated, document.Leeway,
            document.Fingerprint.Version, document.Fingerprint.Tensors, document.Fingerprint.Values,
            document.Fingerprint.Function, .. document.Blind, .. document.Breaches ?? [],
            .. document.NotNumbers ?? [], .. document.Tensors.Select(tensor => tensor.Name),
        ];
        return texts.All(text => text is null || text.Length <= LongestText && !text.Any(char.IsControl));
    }

    private static Tensor TensorOf(VariableSummary v, FailedEntries failures) => new(
        v.Name, [.. Enumerable.Range(0, v.Shape.Rank).Select(axis => v.Shape[axis])],
        v.Entries, v.Correct, v.Wrong, v.Inconclusive, v.Signal, v.Precise, v.WorstError, v.Doubts,
        [.. failures.Of(v).Select(f => new Failure(
            f.Name, f.Position, f.Verdict, f.Analytic, f.Numeric, f.Uncertainty, f.Report.Dual, f.Doubt,
            f.Report.Tolerance))]);

    private static VariableSummary SummaryOf(Tensor t) => new(
        t.Name, new Shape(t.Shape), t.Entries, t.Correct, t.Wrong, t.Inconclusive, t.Signal, t.WorstError,
        t.Doubts, VariableSummary.Worst(t.Failures.Select(f => new FailedEntry(
            t.Name, new Shape(t.Shape), f.Position,
            new EntryReport(f.Analytic, f.Numeric, f.Uncertainty, f.Dual, f.Verdict, f.Doubt)
            {
                Tolerance = f.Tolerance,
            }))))
    { Precise = t.Precise };

    private sealed record Document(
        string Schema, string Subject, bool Passed, string Shard, CheckFingerprint Fingerprint, Tensor[] Tensors,
        string? Waiver, IReadOnlyList<string> Blind)
    {
        [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
        public IReadOnlyList<string>? Breaches { get; init; }

        [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
        public string? Saturated { get; init; }

        [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
        public string? Leeway { get; init; }

        [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
        public IReadOnlyList<string>? NotNumbers { get; init; }

        [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
        public IReadOnlyList<Diagnosis>? Diagnoses { get; init; }
    }

    private sealed record Tensor(
        string Name, int[] Shape, int Entries, int Correct, int Wrong, int Inconclusive, int Signal, int Precise,
        double WorstError, IReadOnlyDictionary<Doubt, int> Doubts, Failure[] Failures);

    private sealed record Failure(
        string Entry, int Position, Verdict Verdict, double Analytic, double Numeric, double Uncertainty, double? Dual,
        Doubt? Doubt,
        [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] double? Tolerance = null);
}
