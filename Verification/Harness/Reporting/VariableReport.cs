using CnnVerified.Layers;

namespace CnnVerified.Verification;

/// <summary>What a check found for one tensor: a parameter or the input.</summary>
/// <param name="Name">The tensor's name, such as <c>kernels</c> or <c>x</c>.</param>
/// <param name="Shape">The tensor's shape.</param>
/// <param name="Entries">Every entry, in row-major order.</param>
public sealed record VariableReport(string Name, Shape Shape, IReadOnlyList<EntryReport> Entries)
{
    /// <summary>How many entries have a verdict.</summary>
    public int Count(Verdict verdict) => Entries.Count(entry => entry.Verdict == verdict);

    /// <summary>How many entries carry signal: would show a gross mistake.</summary>
    public int Signal => Entries.Count(entry => entry.CarriesSignal);

    /// <summary>The largest |analytic − numeric|, as a share of the root mean square of the gradient.</summary>
    public double WorstError => Entries.Max(entry => entry.Error) / Math.Sqrt(Entries.Average(entry => entry.Numeric * entry.Numeric));

    /// <summary>The name of an entry, such as <c>kernels[4, 0, 2, 1]</c>.</summary>
    public string NameOf(int entry) => $"{Name}[{string.Join(", ", Shape.IndexOf(entry))}]";

    /// <summary>The entries with a verdict, those with the largest error first.</summary>
    public IEnumerable<int> Worst(Verdict verdict) =>
        Enumerable.Range(0, Entries.Count).Where(i => Entries[i].Verdict == verdict)
            .OrderByDescending(i => double.IsNaN(Entries[i].Error) ? double.PositiveInfinity : Entries[i].Error);
}
