namespace CnnVerified.Verification.Hypotheses;

/// <summary>
/// Wrong straight paths in what else mixes places: those from each entry to the output at its own place, as a skip, a
/// residual or a gate makes them.
/// </summary>
internal static class Straight
{
    /// <summary>What to look at.</summary>
    public const string Look =
        "the straight path of each entry to the output at its own place: a skip, a residual, a gate";

    private const int FewestEntries = 3;

    /// <summary>The finding if it holds for every path.</summary>
    public static IEnumerable<PathFinding> Of(Paths paths)
    {
        if (paths.Y.Shape != paths.Gradient.Value.Shape || paths.IsDiagonal || paths.Wrong.Count < FewestEntries
            || paths.Wrong.Any(one => one.K != one.I)) yield break;
        yield return new("correct + a multiple of dy at its own place", Look, PathFinding.Vague)
        {
            Here = PathFactors.Here([.. Enumerable.Range(0, paths.Y.Shape.Count).Select(
                i => (Ratio?)new Ratio(paths.Given[i][i] - paths.Right[i][i], paths.Within))]),
        };
    }
}
