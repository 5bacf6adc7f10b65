using System.Globalization;
using System.Text;

namespace CnnVerified.Verification;

/// <summary>The outcome of a gradient check.</summary>
/// <param name="Subject">What was checked, such as <c>Dense at 4×7</c>.</param>
/// <param name="Variables">What was found, tensor by tensor.</param>
/// <param name="Waiver">Why inconclusive entries may pass; null if they may not.</param>
public sealed record GradientReport(string Subject, IReadOnlyList<VariableReport> Variables, string? Waiver)
{
    private const int Shown = 3;
    private IReadOnlyList<Diagnosis>? diagnoses;

    /// <summary>Which mistakes explain the wrong gradients; nothing if none is wrong. Found when first asked for.</summary>
    public IReadOnlyList<Diagnosis> Diagnoses => diagnoses ??= Count(Verdict.Wrong) > 0 ? Diagnose() : [];

    /// <summary>Finds the mistakes.</summary>
    internal Func<IReadOnlyList<Diagnosis>> Diagnose { get; init; } = () => [];

    /// <summary>No entry is wrong, and none is inconclusive unless waived.</summary>
    public bool Passed => Count(Verdict.Wrong) == 0 && (Waiver is not null || Count(Verdict.Inconclusive) == 0);

    /// <summary>How many entries have a verdict.</summary>
    public int Count(Verdict verdict) => Variables.Sum(variable => variable.Count(verdict));

    /// <summary>How many entries there are.</summary>
    public int Entries => Variables.Sum(variable => variable.Entries.Count);

    /// <summary>How many entries carry signal: would show a gross mistake.</summary>
    public int Signal => Variables.Sum(variable => variable.Signal);

    /// <summary>A verdict, a table with a row for each tensor, and the worst entries of those that failed.</summary>
    public override string ToString()
    {
        var text = new StringBuilder().Append(Headline()).Append("\n\n").Append(Table());
        foreach (var verdict in new[] { Verdict.Wrong, Verdict.Inconclusive })
            foreach (var variable in Variables.Where(variable => variable.Count(verdict) > 0))
            {
                text.Append(CultureInfo.InvariantCulture, $"\n{variable.Name}: {variable.Count(verdict):N0} of {Of(variable.Entries.Count)} {Word(verdict)}\n");
                foreach (var entry in variable.Worst(verdict).Take(Shown))
                    text.Append(CultureInfo.InvariantCulture, $"  {variable.NameOf(entry)}: {variable.Entries[entry]}\n");
            }
        if (Diagnoses.Count > 0) text.Append("\ndiagnosis\n").AppendJoin("", Diagnoses);
        return text.ToString();
    }

    private string Headline()
    {
        var wrong = string.Join(", ", Variables.Where(variable => variable.Count(Verdict.Wrong) > 0).Select(variable => variable.Name));
        if (wrong.Length > 0) return $"{Subject}: the gradient of {wrong} is wrong.";
        if (!Passed) return $"{Subject}: {Of(Count(Verdict.Inconclusive))} could not be decided. Give the check a reason to waive them, or other values.";
        var waived = Count(Verdict.Inconclusive) == 0 ? "" : $", {Of(Count(Verdict.Inconclusive))} undecided ({Waiver})";
        return string.Create(CultureInfo.InvariantCulture, $"{Subject}: no wrong gradient in {Of(Entries)}, {Signal:N0} with signal{waived}.");
    }

    private string Table()
    {
        string[][] rows =
        [
            ["tensor", "shape", "entries", "correct", "wrong", "inconclusive", "signal", "worst error"],
            .. Variables.Select(v => new[]
            {
                v.Name, v.Shape.ToString(), Number(v.Entries.Count), Number(v.Count(Verdict.Correct)), Number(v.Count(Verdict.Wrong)),
                Number(v.Count(Verdict.Inconclusive)), Number(v.Signal), v.WorstError.ToString("0.0e+00", CultureInfo.InvariantCulture),
            }),
        ];
        var widths = Enumerable.Range(0, rows[0].Length).Select(column => rows.Max(row => row[column].Length)).ToArray();
        return string.Concat(rows.Select(row =>
            "  " + string.Join("  ", row.Select((cell, i) => i < 2 ? cell.PadRight(widths[i]) : cell.PadLeft(widths[i]))) + "\n"));
    }

    private static string Number(int count) => count.ToString("N0", CultureInfo.InvariantCulture);

    private static string Of(int count) => count == 1 ? "1 entry" : $"{Number(count)} entries";

    private static string Word(Verdict verdict) => verdict == Verdict.Wrong ? "wrong" : "inconclusive";
}
