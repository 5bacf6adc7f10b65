using System.Globalization;
using System.Text;

namespace CnnVerified.Verification;

/// <summary>The outcome of a gradient check in numbers, tensor by tensor.</summary>
/// <param name="Subject">What was checked, such as <c>Dense at 4×7</c>.</param>
/// <param name="Variables">What was found for each tensor.</param>
/// <param name="Waiver">Why inconclusive entries may pass; null if they may not.</param>
/// <param name="Blind">Mistakes that this check could not have seen, a sentence for each kind.</param>
public sealed record GradientSummary(
    string Subject, IReadOnlyList<VariableSummary> Variables, string? Waiver = null,
    IReadOnlyList<string>? Blind = null)
{
    /// <summary>The headings of <see cref="Row"/>.</summary>
    public static IReadOnlyList<string> Columns { get; } =
        ["tensor", "shape", "entries", "correct", "wrong", "inconclusive", "signal", "worst error"];

    /// <summary>What makes the gradient worthless whatever its entries are, a sentence each.</summary>
    public IReadOnlyList<string> Breaches { get; internal init; } = [];

    /// <summary>Such as <c>2 of 2 outputs are saturated</c>; null if none is, or there is no loss.</summary>
    public string? Saturated { get; internal init; }

    /// <summary>By how much entries may be off, and why; null if by no more than can be told.</summary>
    public string? Leeway { get; internal init; }

    /// <summary>Why the function is not a number, a sentence without its full stop each.</summary>
    internal IReadOnlyList<string> NotNumbers { get; init; } = [];

    /// <summary>No entry is wrong, none is inconclusive unless waived, and nothing was breached.</summary>
    public bool Passed => Breaches.Count == 0 && Count(Verdict.Wrong) == 0
        && (Waiver is not null || Count(Verdict.Inconclusive) == 0);

    /// <summary>How many entries were checked.</summary>
    public int Entries => Variables.Sum(variable => variable.Entries);

    /// <summary>How many entries carry signal: would show a gross mistake.</summary>
    public int Signal => Variables.Sum(variable => variable.Signal);

    /// <summary>How many entries were decided in 30 digits, as double could not.</summary>
    public int Precise => Variables.Sum(variable => variable.Precise);

    /// <summary>How many entries have a verdict.</summary>
    public int Count(Verdict verdict) => Variables.Sum(variable => variable.Count(verdict));

    /// <summary>Why entries could not be decided, and how many for each reason.</summary>
    public IReadOnlyDictionary<Doubt, int> Doubts =>
        VariableSummary.Count(Variables.SelectMany(variable => variable.Doubts).Select(doubt => (doubt.Key, doubt.Value)));

    /// <summary>The row of a table that tells of one tensor.</summary>
    public static string[] Row(VariableSummary variable) =>
    [
        variable.Name, variable.Shape.ToString(), Number(variable.Entries), Number(variable.Correct),
        Number(variable.Wrong), Number(variable.Inconclusive), Number(variable.Signal),
        variable.WorstError < Tolerances.ShownError ? "< 1e-9"
            : variable.WorstError.ToString("0.0e+00", CultureInfo.InvariantCulture),
    ];

    /// <summary>
    /// A verdict, a table with a row for each tensor, the worst entries of those that
    /// failed, and what could not be seen.
    /// </summary>
    public override string ToString() =>
        Headline() + "\n\n" + TextTable.Of([[.. Columns], .. Variables.Select(Row)], flushLeft: 2) + Details();

    /// <summary>The verdict in one sentence.</summary>
    public string Headline()
    {
        if (Breaches.Count > 0) return $"{Subject}: {string.Join("; ", Breaches)}.";
        var wrong = string.Join(
            ", ", Variables.Where(variable => variable.Wrong > 0).Select(variable => variable.Name));
        if (wrong.Length > 0) return $"{Subject}: the gradient of {wrong} is wrong.";
        if (!Passed)
            return $"{Subject}: {Of(Count(Verdict.Inconclusive))} could not be decided ({Reasons()}).";
        var waived = Count(Verdict.Inconclusive) == 0
            ? "" : $", {Of(Count(Verdict.Inconclusive))} undecided ({Reasons()}; waived: {Waiver})";
        return string.Create(CultureInfo.InvariantCulture,
            $"{Subject}: no wrong gradient in {Of(Entries)}, {Signal:N0} with signal{waived}.");
    }

    /// <summary>
    /// What the table leaves out: what double could not decide, the worst entries of those that failed, and what could
    /// not be seen.
    /// </summary>
    public string Details()
    {
        var text = new StringBuilder(Precision());
        if (Leeway is not null) text.Append(CultureInfo.InvariantCulture, $"\n{Leeway}.\n");
        foreach (var verdict in new[] { Verdict.Wrong, Verdict.Inconclusive })
            foreach (var variable in Variables.Where(variable => variable.Count(verdict) > 0))
            {
                text.Append(CultureInfo.InvariantCulture,
                    $"\n{variable.Name}: {variable.Count(verdict):N0} of {Of(variable.Entries)} {Word(verdict)}\n");
                foreach (var failure in variable.Failures.Where(failure => failure.Report.Verdict == verdict))
                    text.Append(
                        CultureInfo.InvariantCulture, $"  {variable.NameOf(failure.Position)}: {failure.Report}\n");
            }
        text.Append(Suspect());
        if (!Passed && Doubts.Count > 0)
            text.Append("\nundecided\n").AppendJoin("", Doubts.Select(doubt => string.Create(
                CultureInfo.InvariantCulture, $"  {doubt.Key.Word()}, {Of(doubt.Value)}: {doubt.Key.Advice()}\n")))
                .AppendJoin("", NotNumbers.Select(sentence => $"  {sentence}.\n"));
        if (Blind is { Count: > 0 })
            text.Append("\nThis check cannot see:\n").AppendJoin("", Blind.Select(mistake => $"  {mistake}\n"));
        return text.ToString();
    }

    /// <summary>How many entries were beyond double, and that saturated outputs are why.</summary>
    private string Precision() => (Saturated, Precise) switch
    {
        (null, 0) => "",
        (_, 0) => $"\n{Saturated}, but double's rounding hides no derivative.\n",
        _ => $"\n{Of(Precise)} could be decided in 30 digits only: "
            + $"{(Saturated is null ? "" : $"{Saturated}, and ")}double's rounding hides what they do.\n",
    };

    /// <summary>Whom to suspect, where two oracles were asked.</summary>
    private string Suspect()
    {
        if (Breaches.Count > 0) return "";
        EntryReport[] asked = [.. Variables.SelectMany(variable => variable.Failures)
            .Select(failure => failure.Report)
            .Where(entry => entry is { Dual: { } dual, Tolerance: null } && !double.IsNaN(dual))];
        if (asked.Length == 0) return "";
        return asked.Any(entry => entry.OraclesDisagree)
            ? "\nFinite differences and dual numbers contradict each other: "
                + "suspect Over<U>(), which may give another function, or the harness.\n"
            : "\nFinite differences and dual numbers agree with each other, so suspect the backward pass.\n";
    }

    private string Reasons() =>
        string.Join(", ", Doubts.Select(doubt => $"{Number(doubt.Value)} {doubt.Key.Word()}"));

    private static string Number(int count) => count.ToString("N0", CultureInfo.InvariantCulture);

    private static string Of(int count) => count == 1 ? "1 entry" : $"{Number(count)} entries";

    private static string Word(Verdict verdict) => verdict == Verdict.Wrong ? "wrong" : "inconclusive";
}
