namespace CnnVerified.Verification;

/// <summary>What a check found for one tensor, in numbers.</summary>
/// <param name="Name">The tensor's name, such as <c>kernels</c> or <c>x</c>.</param>
/// <param name="Shape">The tensor's shape.</param>
/// <param name="Entries">How many of its entries were checked.</param>
/// <param name="Correct">How many are correct.</param>
/// <param name="Wrong">How many are wrong.</param>
/// <param name="Inconclusive">How many could not be decided.</param>
/// <param name="Signal">How many carry signal: would show a gross mistake.</param>
/// <param name="WorstError">
/// The largest |analytic − numeric|, as a share of the root mean square of the tensor's analytic gradient.
/// </param>
/// <param name="Doubts">Why entries could not be decided, and how many for each reason.</param>
/// <param name="Failures">
/// The worst three of the wrong entries, then of the inconclusive ones, the largest error first.
/// </param>
public sealed record VariableSummary(
    string Name, Shape Shape, int Entries, int Correct, int Wrong, int Inconclusive, int Signal, double WorstError,
    IReadOnlyDictionary<Doubt, int> Doubts, IReadOnlyList<FailedEntry> Failures)
{
    /// <summary>How many entries were decided in 30 digits, as double could not.</summary>
    public int Precise { get; internal init; }

    /// <summary>How many entries have a verdict.</summary>
    public int Count(Verdict verdict) =>
        verdict switch { Verdict.Correct => Correct, Verdict.Wrong => Wrong, _ => Inconclusive };

    /// <summary>Sums up the entries that a selection of a tensor has.</summary>
    internal static VariableSummary Of(
        string name, Shape shape, double scale, Selection selection, IReadOnlyList<EntryReport> entries)
    {
        var (counts, signal, precise, worst) = (new int[3], 0, 0, double.NaN);
        var failures = new List<FailedEntry>();
        for (var k = 0; k < entries.Count; k++)
        {
            var entry = entries[k];
            counts[(int)entry.Verdict]++;
            if (entry.CarriesSignal) signal++;
            if (entry.Tolerance is not null) precise++;
            if (entry.Error > worst || double.IsNaN(worst)) worst = entry.Error;
            if (entry.Verdict != Verdict.Correct) failures.Add(new FailedEntry(name, shape, selection[k], entry));
        }
        return new(name, shape, entries.Count, counts[(int)Verdict.Correct], counts[(int)Verdict.Wrong],
            counts[(int)Verdict.Inconclusive], signal,
            entries.Count == 0 || worst == 0 || scale == 0 && failures.Count == 0 ? 0 : worst / scale,
            Count(entries.Where(entry => entry is { Verdict: Verdict.Inconclusive, Doubt: not null })
                .Select(entry => (entry.Doubt!.Value, 1))),
            Worst(failures))
        { Precise = precise };
    }

    /// <summary>The failures that a summary keeps.</summary>
    internal static IReadOnlyList<FailedEntry> Worst(IEnumerable<FailedEntry> failures) =>
        FailedEntry.Worst(failures, FailedEntries.Shown);

    /// <summary>Joins what the shards of a check found for one tensor.</summary>
    internal static VariableSummary Merge(IReadOnlyList<VariableSummary> shards) => shards[0] with
    {
        Entries = shards.Sum(shard => shard.Entries),
        Correct = shards.Sum(shard => shard.Correct),
        Wrong = shards.Sum(shard => shard.Wrong),
        Inconclusive = shards.Sum(shard => shard.Inconclusive),
        Signal = shards.Sum(shard => shard.Signal),
        Precise = shards.Sum(shard => shard.Precise),
        WorstError = shards.Max(shard => shard.WorstError),
        Doubts = Count(shards.SelectMany(shard => shard.Doubts).Select(doubt => (doubt.Key, doubt.Value))),
        Failures = Worst(shards.SelectMany(shard => shard.Failures)),
    };

    /// <summary>The sums by reason, in the order of the reasons.</summary>
    internal static IReadOnlyDictionary<Doubt, int> Count(IEnumerable<(Doubt Doubt, int Entries)> doubts) =>
        new SortedDictionary<Doubt, int>(
            doubts.GroupBy(one => one.Doubt).ToDictionary(group => group.Key, group => group.Sum(one => one.Entries)));
}
