using System.Reflection;

namespace CnnVerified.Verification;

/// <summary>
/// What has been proven, and what has not: for every layer and loss, at every class of geometry, each check, either run
/// or waived with the reason. A type of layer that nobody has checked can be asked for.
/// </summary>
public sealed class CoverageLedger
{
    private readonly List<(Type Type, string Tensors, string Geometry, ProofReport Report)> entries = [];

    /// <summary>Runs every check on a layer at a shape and records how it came out.</summary>
    /// <param name="geometry">The class of geometry, such as <c>stride 2×3, padding 1</c>.</param>
    /// <param name="layer">The layer.</param>
    /// <param name="x">The shape of the input.</param>
    public ProofReport Prove(string geometry, Layer<double> layer, params ReadOnlySpan<int> x) =>
        Record(geometry, layer.GetType(), layer, LayerProof.Of(layer).At(x).Run());

    /// <summary>Runs every check on a loss at predictions in (0, 1) and records how it came out.</summary>
    /// <param name="geometry">The class of geometry, such as <c>batch</c>.</param>
    /// <param name="loss">The loss.</param>
    /// <param name="prediction">The shape of the prediction.</param>
    public ProofReport Prove(string geometry, Loss<double> loss, params ReadOnlySpan<int> prediction) => Record(
        geometry, loss.GetType(), new LossLayer<double>(loss), LayerProof.Of(loss).At(prediction).Run());

    /// <summary>The layers and losses of an assembly that no check has touched.</summary>
    public IReadOnlyList<string> Untouched(Assembly assembly)
    {
        var touched = entries.Select(entry => Definition(entry.Type)).ToHashSet();
        return [.. assembly.GetTypes()
            .Where(type => type is { IsAbstract: false, IsPublic: true }
                && Ancestors(type).Any(a => a == typeof(Layer<>) || a == typeof(Loss<>)))
            .Where(type => !touched.Contains(type))
            .Select(type => type.Name.Split('`')[0]).Order(StringComparer.Ordinal)];
    }

    /// <summary>A row for each layer and geometry, a column for each check, the reasons of waivers below.</summary>
    public override string ToString()
    {
        var reasons =
            entries.SelectMany(entry => entry.Report.Outcomes)
            .Where(o => o.Outcome.Status is not (CheckStatus.Passed or CheckStatus.Failed or CheckStatus.Undecided))
            .Select(o => o.Outcome.Reason).Distinct().ToList();
        var text = new StringBuilder(
            "check by check: + passed, ! failed, ? undecided, a letter: waived for the reason below\n\n");
        foreach (var (check, i) in EveryCheck.All.Select((check, i) => (check, i)))
            text.Append($"  {i + 1,2}  {check.Name}\n");
        text.Append('\n');
        var width = entries.Max(Title);
        foreach (var entry in entries)
            text.Append("  ").Append(Line(entry).PadRight(width)).Append("  ")
                .AppendJoin(' ', entry.Report.Outcomes.Select(o => Mark(o.Outcome, reasons))).Append('\n');
        text.Append('\n');
        foreach (var (reason, i) in reasons.Select((reason, i) => (reason, i)))
            text.Append($"  {Letter(i)}  {reason}\n");
        return text.ToString();

        static int Title((Type, string, string, ProofReport) entry) => Line(entry).Length;
    }

    private static string Line((Type Type, string Tensors, string Geometry, ProofReport Report) entry) =>
        $"{entry.Report.Subject} ({entry.Tensors}), {entry.Geometry}";

    private static string Mark(CheckOutcome outcome, List<string> reasons) => outcome.Status switch
    {
        CheckStatus.Passed => "+",
        CheckStatus.Failed => "!",
        CheckStatus.Undecided => "?",
        _ => Letter(reasons.IndexOf(outcome.Reason)),
    };

    private static string Letter(int i) => ((char)('a' + i)).ToString();

    private static Type Definition(Type type) => type.IsGenericType ? type.GetGenericTypeDefinition() : type;

    private static IEnumerable<Type> Ancestors(Type type)
    {
        for (var ancestor = type.BaseType; ancestor is not null; ancestor = ancestor.BaseType)
            yield return Definition(ancestor);
    }

    private ProofReport Record(string geometry, Type type, Layer<double> layer, ProofReport report)
    {
        entries.Add((type, string.Join(", ", layer.Parameters.Select(p => p.Name).Append("x")), geometry, report));
        return report;
    }
}
