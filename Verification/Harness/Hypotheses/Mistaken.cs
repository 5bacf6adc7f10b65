namespace CnnVerified.Verification.Hypotheses;

/// <summary>One tensor taken for another: its entries stand on paths where something else belongs.</summary>
internal static class Mistaken
{
    /// <summary>What to look at.</summary>
    public const string Look = "which tensor dy is multiplied by here: another one belongs there";
    private const int FewestPlaces = 3;

    /// <summary>The tensor, if its entries are all that stands on the paths.</summary>
    public static IEnumerable<PathFinding> Of(WrongPass wrong, Paths paths) =>
        wrong.Tensors.Append(("y", paths.Y))
            .Where(one => IsTaken(paths, one.Item2)).Take(1)
            .Select(one => new PathFinding($"dy times {one.Item1} itself, where something else belongs", Look, 3));

    private static bool IsTaken(Paths paths, Layers.Tensor<double> tensor) =>
        tensor.Shape.Count >= FewestPlaces && Wiring.Places(paths, paths.Given, tensor) is { } given
        && given.Cast<int>().Where(place => place >= 0).Distinct().Count() >= FewestPlaces
        && Wiring.Places(paths, paths.Right, tensor) is null
        && paths.Wrong.All(one => !paths.AreEqual(paths.Given[one.K][one.I], 0));
}
