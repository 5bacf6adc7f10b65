using System.Collections;

namespace CnnVerified.Verification;

/// <summary>
/// Entries that are wrong, then those that are inconclusive: tensor by tensor, the largest error first.
/// </summary>
public sealed class FailedEntries : IReadOnlyList<FailedEntry>
{
    /// <summary>How many of a tensor and a verdict a text shows, and a summary keeps.</summary>
    internal const int Shown = 3;

    private readonly (VariableSummary Tensor, Verdict Verdict, FailedEntry[] Entries)[] groups;
    private readonly FailedEntry[] all;

    internal FailedEntries(IEnumerable<(VariableSummary Tensor, IReadOnlyList<FailedEntry> Entries)> tensors)
    {
        groups = [.. from verdict in new[] { Verdict.Wrong, Verdict.Inconclusive }
                     from one in tensors
                     where one.Tensor.Count(verdict) > 0
                     select (one.Tensor, verdict, one.Entries.Where(entry => entry.Verdict == verdict).ToArray())];
        all = [.. groups.SelectMany(group => group.Entries)];
    }

    /// <summary>How many there are here.</summary>
    public int Count => all.Length;

    /// <summary>How many more there are, of which a summary keeps no numbers; 0 in a report of a whole check.</summary>
    public int LeftOut => groups.Sum(group => group.Tensor.Count(group.Verdict)) - Count;

    /// <summary>One of them.</summary>
    public FailedEntry this[int index] => all[index];

    /// <inheritdoc/>
    public IEnumerator<FailedEntry> GetEnumerator() => all.AsEnumerable().GetEnumerator();

    /// <inheritdoc/>
    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    /// <summary>All of them, a line each, below the names of their tensors.</summary>
    public override string ToString() =>
        Wrapping.Of(string.Join("\n\n", Passages().Select(passage => passage with { Shown = int.MaxValue })));

    /// <summary>A part of a report for each tensor and verdict.</summary>
    internal IEnumerable<Passage> Passages() => groups.Select(group =>
        new Passage(
            Title(group.Tensor, group.Verdict),
            [.. group.Entries.Select(entry => new Line(entry.Name, entry.Report.ToString()))])
        { Shown = Shown, Total = group.Tensor.Count(group.Verdict) });

    /// <summary>The failures of one tensor.</summary>
    internal IEnumerable<FailedEntry> Of(VariableSummary tensor) =>
        groups.Where(group => group.Tensor == tensor).SelectMany(group => group.Entries);

    /// <summary>What failed of one tensor.</summary>
    internal IEnumerable<Passage> PassagesOf(VariableSummary tensor) =>
        Passages().Where(passage => passage.Title.Name == tensor.Name);

    private static Line Title(VariableSummary tensor, Verdict verdict) => new(tensor.Name,
        $"{Amount.Of(tensor.Count(verdict))} of {Amount.OfEntries(tensor.Entries)} "
        + (verdict == Verdict.Wrong ? "wrong" : "undecided"));
}
