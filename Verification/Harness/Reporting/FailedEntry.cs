namespace CnnVerified.Verification;

/// <summary>An entry that is wrong or inconclusive.</summary>
/// <param name="Position">Where it is in its tensor, row-major.</param>
/// <param name="Report">What was found there.</param>
public readonly record struct FailedEntry(int Position, EntryReport Report)
{
    /// <summary>The worst few of each verdict, the largest error first.</summary>
    internal static IReadOnlyList<FailedEntry> Worst(IEnumerable<FailedEntry> failures, int shown) =>
    [
        .. failures.GroupBy(failure => failure.Report.Verdict).OrderBy(group => group.Key).SelectMany(group => group
            .OrderByDescending(
                failure => double.IsNaN(failure.Report.Error) ? double.PositiveInfinity : failure.Report.Error)
            .ThenBy(failure => failure.Position).Take(shown)),
    ];
}
