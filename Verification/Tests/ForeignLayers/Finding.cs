using System.Text.RegularExpressions;

namespace CnnVerified.Verification.Tests.ForeignLayers;

/// <summary>What became of a mistake.</summary>
internal enum Outcome { Named, Located, Silent, ExplainedOtherwise, NotCaught }

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
        return new(layer.Name, mistake.Name, Judged(diagnoses, mistake), Shortened(diagnoses), time);
    }

    /// <summary>The outcome for a reader.</summary>
    public static string Words(Outcome outcome) => outcome switch
    {
        Outcome.Named => "named rightly",
        Outcome.Located => "a place or a broken property",
        Outcome.Silent => "caught, but nothing said",
        Outcome.ExplainedOtherwise => "explained wrongly",
        _ => "not caught",
    };

    public override string ToString() => $"{Layer}, {Mistake}: {Words(Outcome)}{(Said == "" ? "" : $": {Said}")}";

    /// <summary>
    /// Named rightly where an explanation of a tensor says so and no explanation of another tensor says anything else.
    /// </summary>
    private static Outcome Judged(IReadOnlyList<Diagnosis> diagnoses, Mistake mistake)
    {
        Diagnosis[] named = [.. diagnoses.Where(d => d.IsNamed)];
        if (named.Length > 0)
            return named.All(d => d.Explanations.Any(e => mistake.IsSaidBy($"{e.Equation}."))) ? Outcome.Named
                : Outcome.ExplainedOtherwise;
        return diagnoses.Any(d => mistake.IsSaidBy(d.Evidence)) ? Outcome.Named
            : diagnoses.All(d => SaysNothing().IsMatch(d.Evidence)) ? Outcome.Silent : Outcome.Located;
    }

    private static string Shortened(IReadOnlyList<Diagnosis> diagnoses) => string.Join("; ", diagnoses.Select(d =>
        d.IsNamed ? string.Join(" or ", d.Explanations.Select(e => e.Equation)) : $"d{d.Variable}: {d.Evidence}"));

    [GeneratedRegex("^(Wrong are [0-9,]+ of [0-9,]+ entries\\.)?$")]
    private static partial Regex SaysNothing();
}
