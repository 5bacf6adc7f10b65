namespace CnnVerified.Verification;

/// <summary>A mistake that explains every number of a wrong gradient.</summary>
/// <param name="Equation">The wrong gradient in terms of the right one, such as <c>dweights = correct × 2</c>.</param>
/// <param name="Look">What to look at in the backward pass.</param>
public sealed record Explanation(string Equation, string Look);

/// <summary>What is known about one wrong gradient.</summary>
/// <param name="Variable">The tensor whose gradient is wrong.</param>
/// <param name="Explanations">
/// Mistakes that explain it: none if no known mistake does, several if they give the same numbers here.
/// </param>
/// <param name="Evidence">How well they explain it; without an explanation, where the gradient is wrong.</param>
public sealed record Diagnosis(string Variable, IReadOnlyList<Explanation> Explanations, string Evidence)
{
    /// <summary>The layer or loss that is to blame, such as <c>Dense[3]</c>; nothing where there is only one.</summary>
    public string Place { get; init; } = "";

    /// <summary>
    /// What makes the gradient right in the backward pass, or through what all that is wrong comes, where the
    /// explanations do not say so already; null where that is not known.
    /// </summary>
    public string? Repair { get; init; }

    /// <summary>Whether there is one line to look at, and nobody has to look at more.</summary>
    internal bool IsLineKnown { get; init; }

    /// <summary>How many of the explanations tell how a line is mended; another one is what it does now.</summary>
    internal int Mending { get; init; }

    /// <summary>Whether a mistake was named.</summary>
    public bool IsNamed => Explanations.Count > 0;

    /// <summary>The explanations, the evidence and what to look at.</summary>
    public override string ToString() => $"{Line}";

    /// <summary>The same as a part of a report.</summary>
    internal Line Line => new(Place, IsNamed ? string.Join('\n', [.. Told, Evidence, .. Looks])
        : Variable.Length == 0 ? Evidence
        : string.Join('\n', [$"{Gradient}: no known mistake explains it. {Evidence}", .. Looks]));

    /// <summary>Several as parts of a report: what all have in common is said once.</summary>
    internal static Line[] Lines(IReadOnlyList<Diagnosis> all)
    {
        return [.. all.GroupBy(one => (object?)one.Cause ?? one).SelectMany(same => same.First() switch
        {
            { IsNamed: true } one when same.Count() > 1 =>
                [one.Line with { Text = $"{one.Line.Text}\nthe same is true of {Gradients(same.Skip(1))}" }],
            var one => same.Skip(1).Select(other => other with { Repair = null }).Prepend(one)
                .Select(other => other.Line),
        })];

        static string Gradients(IEnumerable<Diagnosis> of) => string.Join(", ", of.Select(one => one.Gradient));
    }

    private string Gradient => EntryName.OfGradient(Variable);

    /// <summary>What several may have in common: a line.</summary>
    private string? Cause => !IsNamed ? Repair : !NamesALine(Explanations[0]) ? null
        : string.Join('\n', Explanations.Where(NamesALine)
            .Select(one => one.Equation[Gradient.Length..]).Prepend(Place));

    private static bool NamesALine(Explanation one) => one.Equation.Contains(" on line ", StringComparison.Ordinal);

    private IEnumerable<string> Told => Explanations.Select((one, i) => i == 0 ? one.Equation
        : i < Mending || Mending == 0 ? $"or, with the same numbers here: {one.Equation}"
        : $"as it stands: {one.Equation}");

    private IEnumerable<string> Looks => Explanations.Where(_ => !IsLineKnown).Select(one => one.Look).Append(Repair)
        .OfType<string>().Distinct().Select(look => $"look at: {look}");

    /// <summary>Whether it is about a tensor, which a network calls by its layer's name too.</summary>
    internal bool IsOf(string tensor) => tensor == Variable || tensor == $"{Place}.{Variable}";

    /// <summary>A wrong gradient that is right when the backward pass runs again.</summary>
    internal static Diagnosis Fleeting { get; } = new(
        "", [new("every gradient is right when the backward pass is called again",
            "a backward pass that changes parameters or activations, or remembers an earlier call")],
        "at the very same point");

    /// <summary>The code under check threw where explanations were tried.</summary>
    internal static Diagnosis Failed(Exception e) =>
        new("", [], $"The code threw {e.GetType().Name} while explanations were tried: {e.Message.TrimEnd('.')}.");

    /// <summary>The same, when not everything could be tried.</summary>
    internal Diagnosis CutShort() => this with
    {
        Evidence = IsNamed ? $"{Evidence}; not all that is known was tried in the time allowed"
            : $"{Evidence} Not all that is known was tried in the time allowed.",
    };
}
