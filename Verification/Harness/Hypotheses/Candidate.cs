namespace CnnVerified.Verification.Hypotheses;

/// <summary>A hypothesis that explains a gradient at some points.</summary>
/// <param name="Hypothesis">The mistake.</param>
/// <param name="C">The factor in front of its prediction at the point of the check.</param>
/// <param name="Names">What the factor may be: sizes, norms, and what follows from them.</param>
/// <param name="Informative">How many entries tell something of the factor.</param>
internal sealed record Candidate(Hypothesis Hypothesis, Ratio C, IReadOnlyList<string> Names, int Informative)
{
    /// <summary>How many entries tell a factor that nobody would write.</summary>
    public const int FewestEntries = 3;

    private const int MostNames = 3;

    /// <summary>Whether somebody would write a factor like this.</summary>
    public bool IsFactorKnown => Names.Count > 0 || C.IsPlain;

    /// <summary>
    /// Whether it tells why, and not only where: a factor that is no size, no whole number and no part tells nothing.
    /// </summary>
    public bool TellsWhy => !PathRows.IsPlace(Hypothesis.Look)
        && (Hypothesis is not { Words: "correct", Where: "", Role: Role.Multiple } || Names.Count > 0
            || C.Value % 1 == 0 || PlainNumber.Fraction(Math.Abs(C.Value)) is not null);

    /// <summary>How far-fetched it is, its factor included.</summary>
    public int Weight => Hypothesis.Weight + (IsOne ? 0 : IsFactorKnown ? 1 : 4);

    /// <summary>The wrong gradient in words.</summary>
    public string RightSide => Hypothesis switch
    {
        { Role: Role.Added } => $"correct {(C.Value < 0 ? "−" : "+")} {Factor(C.Size)}{Hypothesis.Words}"
            + (Hypothesis.Where.Length > 0 ? $" where {Hypothesis.Where}" : ""),
        { Where.Length: > 0 } when Hypothesis.Words.StartsWith("correct", StringComparison.Ordinal) =>
            $"{Hypothesis.Words}{(IsOne ? "" : $" × {C}")} where {Hypothesis.Where}, "
            + "and correct elsewhere",
        { Where.Length: > 0 } => $"correct, but {Factor(C)}{Hypothesis.Words} where {Hypothesis.Where}",
        _ when IsOne => Hypothesis.Words,
        _ => $"{Hypothesis.Words} × {C}"
            + string.Concat(Names.Take(MostNames).Select(name => $" = {name}")),
    };

    /// <summary>Whether the factor was another one at another point, and its names told that one, too.</summary>
    private bool IsProven { get; init; }

    /// <summary>The same, without names of a factor that anybody may write.</summary>
    public Candidate WithoutGuesses() =>
        C.IsPlain && !IsProven ? this with { Names = [] } : this;

    private bool IsOne => C.Is(1);

    private static string Factor(Ratio c) => c.Is(1) ? "" : $"{c} × ";

    /// <summary>
    /// What remains of it at another point: the same factor, or one of which a name changed as the factor did; null if
    /// it explains nothing there.
    /// </summary>
    /// <param name="there">The same hypothesis there.</param>
    /// <param name="gradient">The gradient there.</param>
    /// <param name="constant">The names of factors there.</param>
    /// <param name="tolerance">How closely it has to explain.</param>
    public Candidate? At(Hypothesis there, TensorGradient gradient, Constant constant, double tolerance)
    {
        var fit = Fit.Of(there, gradient, tolerance);
        if (!(fit.Miss <= tolerance)) return null;
        // Any factor fits the few entries of a region that is found nowhere else.
        if (fit.Informative == 0)
            return Hypothesis.Region is null || IsOne || Informative >= FewestEntries ? this : null;
        string[] names = [.. Names.Intersect(constant.Names(fit.C))];
        return names.Length > 0 || C.Is(fit.C)
            ? this with { Names = names, IsProven = IsProven || !C.Is(fit.C) } : null;
    }
}
