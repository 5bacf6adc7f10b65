using System.Globalization;
using System.Text;

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

    /// <summary>Whether a mistake was named.</summary>
    public bool IsNamed => Explanations.Count > 0;

    /// <summary>The explanations, the evidence and what to look at.</summary>
    public override string ToString()
    {
        var place = Place.Length > 0 ? $"{Place}: " : "";
        if (!IsNamed) return $"  {place}d{Variable}: no known mistake explains it. {Evidence}\n";
        var text = new StringBuilder().Append("  ").Append(place).Append(Explanations[0].Equation).Append('\n');
        foreach (var other in Explanations.Skip(1))
            text.Append("    or, with the same numbers here: ").Append(other.Equation).Append('\n');
        text.Append("    ").Append(Evidence).Append('\n');
        foreach (var look in Explanations.Select(e => e.Look).Distinct())
            text.Append("    look at: ").Append(look).Append('\n');
        return text.ToString();
    }

    /// <summary>A wrong gradient that is right when the backward pass runs again.</summary>
    internal static Diagnosis Fleeting { get; } = new(
        "", [new("every gradient is right when the backward pass is called again",
            "a backward pass that changes parameters or activations, or remembers an earlier call")],
        "at the very same point");

    /// <summary>A gradient with entries that are no numbers.</summary>
    internal static Diagnosis NotFinite(Clue clue, int count) => new(
        clue.Name, [], string.Create(CultureInfo.InvariantCulture,
            $"{count:N0} of {clue.Value.Shape.Count:N0} entries are infinite or not a number."));

    /// <summary>A gradient that nothing known explains.</summary>
    internal static Diagnosis Unknown(Clue clue, double tolerance) => new(clue.Name, [], Location.Of(clue, tolerance));
}
