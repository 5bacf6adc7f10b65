using System.Text.RegularExpressions;
using CnnVerified.Verification.Tests.Repairing;

namespace CnnVerified.Verification.Tests.ForeignLayers;

/// <summary>What became of a mistake.</summary>
internal enum Outcome { Named, InOtherWords, Located, Silent, ExplainedOtherwise, NotCaught }

/// <summary>What the diagnosis said of one mistake, and the processor time that it took.</summary>
internal sealed partial record Finding(string Layer, string Mistake, Outcome Outcome, string Said, TimeSpan Time)
{
    /// <summary>Checks a layer with a mistake in it.</summary>
    public static Finding Of(ForeignLayer layer, Mistake mistake)
    {
        var report = layer.Check(mistake.Name).Run();
        if (report.Count(Verdict.Wrong) == 0) return new(layer.Name, mistake.Name, Outcome.NotCaught, "", default);
        var start = Environment.CpuUsage.TotalTime;
        var diagnoses = report.Diagnoses;
        var time = Environment.CpuUsage.TotalTime - start;
        return new(layer.Name, mistake.Name, Judged(diagnoses, mistake), Shortened(diagnoses, mistake), time);
    }

    /// <summary>The outcome for a reader.</summary>
    public static string Words(Outcome outcome) => outcome switch
    {
        Outcome.Named => "named rightly",
        Outcome.InOtherWords => "the formula that the code computes, in other words",
        Outcome.Located => "a place or a broken property",
        Outcome.Silent => "caught, but nothing said",
        Outcome.ExplainedOtherwise => "explained wrongly",
        _ => "not caught",
    };

    public override string ToString() => $"{Layer}, {Mistake}: {Words(Outcome)}{(Said == "" ? "" : $": {Said}")}";

    /// <summary>
    /// Named rightly where an explanation of each named tensor says so. Formulas and branches that give the same
    /// numbers at every point are true in whatever words, and what is left over along an axis is a property; any other
    /// story is counted as wrong.
    /// </summary>
    private static Outcome Judged(IReadOnlyList<Diagnosis> diagnoses, Mistake mistake)
    {
        Outcome[] named = [.. diagnoses.Where(d => d.IsNamed).Select(d => Judged(d, mistake))];
        if (named.Length > 0) return named.Max();
        return diagnoses.Any(d => mistake.IsSaidBy(d.Evidence)) ? Outcome.Named
            : diagnoses.All(d => SaysNothing().IsMatch(d.Evidence)) ? Outcome.Silent : Outcome.Located;
    }

    private static Outcome Judged(Diagnosis diagnosis, Mistake mistake)
    {
        var explanations = diagnosis.Explanations;
        bool IsNamed(string text) => PlantedLine.IsIn(text, mistake.Name, "ForeignLayers");
        return explanations.Any(e => mistake.IsSaidBy($"{e.Equation}.") || IsNamed(e.Equation))
            || IsNamed(diagnosis.Repair ?? "") ? Outcome.Named
            : explanations.All(e => e.Look is Slopes.Look or Regions.Look or PathRows.Factor or PathSums.Look
                or KnownMistakes.Inverted or Branches.Look or Branches.LookAtFirst
                or Inside.Look or Mistaken.Look) ? Outcome.InOtherWords
            : explanations.All(e => e.Look is PathRows.Factors or PathRows.Number or PathSums.LookAtAll
                or PathRows.Last or PathRows.First) ? Outcome.Located
            : Outcome.ExplainedOtherwise;
    }

    private static string Shortened(IReadOnlyList<Diagnosis> diagnoses, Mistake mistake) =>
        Line().Replace(string.Join("; ", diagnoses.Select(d =>
        {
            string[] all = [.. d.Explanations.Select(e => e.Equation)
                .OrderByDescending(e => d.Mending == 0 && mistake.IsSaidBy($"{e}."))];
            return all switch
            {
                [] => $"d{d.Variable}: {d.Evidence}",
                [var first, var now] when d.Mending == 1 => $"{first} (as it stands: {now})",
                [var only] => only,
                [var first, ..] => $"{first}, or {all.Length - 1} more",
            } + (d.Repair is { } line ? $" ({line.ReplaceLineEndings(" ")})" : "");
        })), "line …");                                           // the table outlives edits of these layers

    [GeneratedRegex("line [0-9]+")]
    private static partial Regex Line();

    [GeneratedRegex("^(Wrong are [0-9,]+ of [0-9,]+ entries\\.( For example, .*? given as \\S+\\.)?)?$")]
    private static partial Regex SaysNothing();
}
