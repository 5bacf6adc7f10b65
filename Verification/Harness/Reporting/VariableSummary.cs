using CnnVerified.Layers;

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
/// <param name="Failures">
/// The worst three of the wrong entries, then of the inconclusive ones, the largest error first.
/// </param>
public sealed record VariableSummary(
    string Name, Shape Shape, int Entries, int Correct, int Wrong, int Inconclusive, int Signal, double WorstError,
    IReadOnlyList<FailedEntry> Failures)
{
    private const int Shown = 3;

    /// <summary>How many entries have a verdict.</summary>
    public int Count(Verdict verdict) =>
        verdict switch { Verdict.Correct => Correct, Verdict.Wrong => Wrong, _ => Inconclusive };

    /// <summary>The name of an entry, such as <c>kernels[4, 0, 2, 1]</c>.</summary>
    public string NameOf(int entry) => $"{Name}[{string.Join(", ", Shape.IndexOf(entry))}]";

    /// <summary>Sums up the entries that a selection of a tensor has.</summary>
    internal static VariableSummary Of(
        string name, Shape shape, double scale, Selection selection, IReadOnlyList<EntryReport> entries)
    {
        var (counts, signal, worst, failures) = (new int[3], 0, double.NaN, new List<FailedEntry>());
        for (var k = 0; k < entries.Count; k++)
        {
            var entry = entries[k];
            counts[(int)entry.Verdict]++;
            if (entry.CarriesSignal) signal++;
            if (entry.Error > worst || double.IsNaN(worst)) worst = entry.Error;
            if (entry.Verdict != Verdict.Correct) failures.Add(new FailedEntry(selection[k], entry));
        }
        return new(name, shape, entries.Count, counts[(int)Verdict.Correct], counts[(int)Verdict.Wrong],
            counts[(int)Verdict.Inconclusive], signal, entries.Count == 0 || worst == 0 ? 0 : worst / scale,
            FailedEntry.Worst(failures, Shown));
    }

    /// <summary>Joins what the shards of a check found for one tensor.</summary>
    internal static VariableSummary Merge(IReadOnlyList<VariableSummary> shards) => shards[0] with
    {
        Entries = shards.Sum(shard => shard.Entries),
        Correct = shards.Sum(shard => shard.Correct),
        Wrong = shards.Sum(shard => shard.Wrong),
        Inconclusive = shards.Sum(shard => shard.Inconclusive),
        Signal = shards.Sum(shard => shard.Signal),
        WorstError = shards.Max(shard => shard.WorstError),
        Failures = FailedEntry.Worst(shards.SelectMany(shard => shard.Failures), Shown),
    };
}
