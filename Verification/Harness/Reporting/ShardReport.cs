namespace CnnVerified.Verification;

/// <summary>What one shard of a check found, small enough to send around: see <see cref="ToJson"/>.</summary>
/// <param name="Shard">Which part of the check.</param>
/// <param name="Fingerprint">What the check was about.</param>
/// <param name="Summary">What was found.</param>
public sealed record ShardReport(CheckShard Shard, CheckFingerprint Fingerprint, GradientSummary Summary)
{
    private const int Shown = 10;

    /// <summary>
    /// Joins the reports of all shards of one check into that of the whole. It equals the report of an undivided run.
    /// </summary>
    /// <exception cref="InvalidDataException">
    /// A shard is missing or given twice, or they are not of the same check; the message is one sentence.
    /// </exception>
    public static ShardReport Merge(params IReadOnlyList<ShardReport> shards)
    {
        if (shards.Count == 0) throw new InvalidDataException("There are no shards to merge.");
        var first = shards[0];
        foreach (var other in shards.Skip(1))
        {
            if (other.Shard.Count != first.Shard.Count)
                throw new InvalidDataException(
                    $"Shards {first.Shard} and {other.Shard} do not belong together: "
                    + "the check was split in different ways.");
            if (other.Summary.Waiver != first.Summary.Waiver)
                throw new InvalidDataException(
                    $"Shards {first.Shard} and {other.Shard} do not belong together: "
                    + "undecided entries are waived in one.");
            if (other.Fingerprint.DifferenceTo(first.Fingerprint) is { } difference)
                throw new InvalidDataException(
                    $"Shards {first.Shard} and {other.Shard} do not belong together: "
                    + $"{other.Shard} was checked {difference}.");
        }
        if (Names(shards.GroupBy(shard => shard.Shard)
            .Where(group => group.Count() > 1).Select(group => group.Key)) is [_, ..] twice)
            throw new InvalidDataException($"Shard {twice} was given more than once.");
        if (shards.Count < first.Shard.Count)
        {
            var given = shards.Select(shard => shard.Shard.Number).ToHashSet();
            var missing = Enumerable.Range(1, first.Shard.Count).Where(i => !given.Contains(i)).Take(Shown)
                .Select(i => new CheckShard(i, first.Shard.Count));
            var more = first.Shard.Count - shards.Count - Shown;
            throw new InvalidDataException(string.Create(CultureInfo.InvariantCulture,
                $"Shard {Names(missing)}{(more > 0 ? $" and {more:N0} more" : "")} is missing."));
        }
        var tensors = Tensors(first);
        if (shards.FirstOrDefault(shard => !Tensors(shard).SequenceEqual(tensors)) is { } odd)
            throw new InvalidDataException(
                $"Shards {first.Shard} and {odd.Shard} do not belong together: "
                + $"{odd.Shard} was checked on other tensors.");

        var variables = first.Summary.Variables.Select(
            (_, v) => VariableSummary.Merge([.. shards.Select(shard => shard.Summary.Variables[v])]));
        string[] breaches = [.. shards.SelectMany(shard => shard.Summary.Breaches).Distinct()];
        return first with
        {
            Shard = CheckShard.Whole,
            Summary = first.Summary with { Variables = [.. variables], Breaches = breaches },
        };
    }

    /// <summary>
    /// The report as a JSON object: <c>schema</c>, <c>subject</c>, <c>passed</c>, <c>shard</c>, <c>fingerprint</c>,
    /// <c>tensors</c>, <c>waiver</c> and <c>blind</c>; where there are some also <c>breaches</c>, <c>saturated</c>,
    /// <c>leeway</c>, <c>notNumbers</c> and <c>diagnoses</c>.
    /// </summary>
    /// <remarks>
    /// Each of <c>tensors</c> has the columns of the table, <c>precise</c>, <c>doubts</c> and <c>failures</c>. Each of
    /// these has <c>entry</c>, <c>position</c>, <c>verdict</c>, <c>analytic</c>, <c>numeric</c>, <c>uncertainty</c>,
    /// <c>dual</c> and <c>doubt</c>; where 30 digits decided also <c>tolerance</c>.
    /// </remarks>
    public string ToJson() => ReportJson.Write(this, Summary.Failures, []);

    /// <summary>Reads what <see cref="ToJson"/> wrote.</summary>
    /// <exception cref="InvalidDataException">
    /// The text is no such report; the message is a clause without a subject.
    /// </exception>
    public static ShardReport FromJson(string json) => ReportJson.Read(json);

    private static IEnumerable<(string, Layers.Shape)> Tensors(ShardReport shard) =>
        shard.Summary.Variables.Select(variable => (variable.Name, variable.Shape));

    private static string Names(IEnumerable<CheckShard> shards) => string.Join(", ", shards);
}
