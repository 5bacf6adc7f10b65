namespace CnnVerified.Verification;

/// <summary>An entry that is wrong or inconclusive.</summary>
/// <param name="Tensor">The name of its tensor, such as <c>kernels</c>.</param>
/// <param name="Shape">The shape of its tensor.</param>
/// <param name="Position">Where it is in its tensor, row-major.</param>
/// <param name="Report">What was found there.</param>
public readonly record struct FailedEntry(string Tensor, Shape Shape, int Position, EntryReport Report)
{
    /// <summary>Where it is in its tensor, outermost axis first.</summary>
    public IReadOnlyList<int> Index => Shape.IndexOf(Position);

    /// <summary>Such as <c>kernels[4, 0, 2, 1]</c>.</summary>
    public string Name => EntryName.Of(Tensor, Shape, Position);

    /// <summary>What the backward pass says.</summary>
    public double Analytic => Report.Analytic;

    /// <summary>What finite differences say, or dual numbers where they alone were asked.</summary>
    public double Numeric => Report.Numeric;

    /// <summary>How far the true derivative may be from <see cref="Numeric"/>.</summary>
    public double Uncertainty => Report.Uncertainty;

    /// <summary>Wrong or inconclusive.</summary>
    public Verdict Verdict => Report.Verdict;

    /// <summary>Why it is inconclusive; see <see cref="EntryReport.Doubt"/>.</summary>
    public Doubt? Doubt => Report.Doubt;

    /// <summary>Its name and the numbers on one line.</summary>
    public override string ToString() => $"{Name}: {Report}";

    /// <summary>The worst few of each verdict, the largest error first.</summary>
    internal static IReadOnlyList<FailedEntry> Worst(IEnumerable<FailedEntry> failures, int shown = int.MaxValue) =>
    [
        .. failures.GroupBy(failure => failure.Verdict).OrderBy(group => group.Key).SelectMany(group => group
            .OrderByDescending(
                failure => double.IsNaN(failure.Report.Error) ? double.PositiveInfinity : failure.Report.Error)
            .ThenBy(failure => failure.Position).Take(shown)),
    ];
}
