namespace CnnVerified.Verification.Hypotheses;

/// <summary>A mistake that is seen in every path from a tensor to the outputs.</summary>
/// <param name="Words">The wrong gradient in words, such as <c>correct for dy without the last H</c>.</param>
/// <param name="Look">What to look at in the backward pass.</param>
/// <param name="Weight">How far-fetched it is.</param>
internal sealed record PathFinding(string Words, string Look, int Weight)
{
    /// <summary>Numbers that it has at this point; others elsewhere.</summary>
    public string Here { get; init; } = "";

    /// <summary>The weight of what tells where something is multiplied, but not by what.</summary>
    public const int Vague = 9;

    /// <summary>All mistakes that are seen in the paths of one tensor, beside those of all.</summary>
    public static IEnumerable<PathFinding> Of(WrongPass wrong, Paths paths, IReadOnlyList<Paths> all) =>
        !paths.IsLinear || paths.Wrong.Count == 0 ? []
        : PathRows.Of(wrong, paths).Concat(PathPatterns.Of(paths)).Concat(PathSums.Of(wrong, paths))
            .Concat(Wiring.Of(wrong, paths)?.Findings() ?? [])
            .Concat(Branches.Of(paths, all));

    /// <summary>What does not depend on dy, where no right backward pass for another dy gives it.</summary>
    public static IEnumerable<PathFinding> OfAnyDy(WrongPass wrong, Paths paths, IReadOnlyList<Paths> all) =>
        paths.IsLinear ? [] : PathPatterns.OfAnyDy(paths);

    /// <summary>Mistakes inside, where none is seen from outside.</summary>
    public static IEnumerable<PathFinding> Otherwise(WrongPass wrong, Paths paths, IReadOnlyList<Paths> all) =>
        !paths.IsLinear || paths.Wrong.Count == 0 ? [] :
        [
            .. Branches.Exchanged(wrong, paths, all), .. Branches.Following(paths, all),
            .. Inside.Of(wrong, paths, all),
        ];

    /// <summary>What else may be said of where something is multiplied or written, but not by what.</summary>
    public static IEnumerable<PathFinding> Vaguely(WrongPass wrong, Paths paths, IReadOnlyList<Paths> all) =>
        !paths.IsLinear || paths.Wrong.Count == 0 ? [] :
        [
            .. Mistaken.Of(wrong, paths), .. Misplaced.Of(paths), .. PathRows.OfAnyFactors(paths),
        ];
}
