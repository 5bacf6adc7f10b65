namespace CnnVerified.Verification;

/// <summary>What a check found for one tensor, a parameter or the input, entry by entry.</summary>
/// <param name="Name">The tensor's name, such as <c>kernels</c> or <c>x</c>.</param>
/// <param name="Shape">The tensor's shape.</param>
/// <param name="Entries">Every entry that was asked for, in row-major order.</param>
/// <param name="First">The position of the first of them: 0 unless only some were asked for.</param>
public sealed record VariableReport(string Name, Shape Shape, IReadOnlyList<EntryReport> Entries, int First = 0)
{
    /// <summary>The same in numbers.</summary>
    public VariableSummary Summary { get; } = VariableSummary.Of(
        Name, Shape, RootMeanSquare.Of([.. Entries.Select(entry => entry.Analytic)]),
        new Selection(First, 1, Entries.Count), Entries);

    /// <summary>
    /// All entries that are wrong, then those that are inconclusive, the largest error first.
    /// </summary>
    public IReadOnlyList<FailedEntry> Failures => FailedEntry.Worst(Entries.Index()
        .Where(entry => entry.Item.Verdict != Verdict.Correct)
        .Select(entry => new FailedEntry(Name, Shape, First + entry.Index, entry.Item)));

    /// <summary>How many entries have a verdict.</summary>
    public int Count(Verdict verdict) => Summary.Count(verdict);
}
