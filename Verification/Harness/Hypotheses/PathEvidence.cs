using System.Globalization;

namespace CnnVerified.Verification.Hypotheses;

/// <summary>
/// What the paths say of a wrong gradient that no mistake explains: a broken property, a place, an example.
/// </summary>
internal static class PathEvidence
{
    /// <summary>Sentences, each with a space before it; none if there is nothing to say.</summary>
    public static string Of(WrongPass wrong, Paths paths, IReadOnlyList<Paths> all)
    {
        if (!paths.IsLinear) return " It is not linear in dy: for a sum of two dy it is not the sum of those for each.";
        if (paths.Wrong.Count == 0) return "";
        var name = paths.Gradient.Name;
        return Kind(paths, name) + Misplaced.Evidence(paths) + Example(wrong, paths);
    }

    private static string Kind(Paths paths, string name)
    {
        var isExtra = paths.Wrong.All(one => paths.AreEqual(paths.Right[one.K][one.I], 0));
        var isLost = paths.Wrong.All(one => paths.AreEqual(paths.Given[one.K][one.I], 0));
        var (wrong, all) = (paths.Wrong.ToHashSet(), paths.All.Union(paths.Wrong).ToArray());
        // The narrowest relation that all wrong paths have, if some others do not have it.
        var where = Relations.Of(paths)
            .Select(relation => (relation.Words, Holds: all.Where(one => relation.Holds(one.K, one.I)).ToArray()))
            .Where(one => one.Holds.Length < all.Length && wrong.IsSubsetOf(one.Holds))
            .OrderBy(one => one.Holds.Length).Select(one => one.Words).FirstOrDefault()
            ?? Outputs(paths, all);
        return (isExtra, isLost, where) switch
        {
            (true, _, null) => $" It hears from outputs that {name} does not move.",
            (true, _, _) => $" It hears from {where}, which {name} does not move.",
            (_, true, null) => $" Some outputs that {name} moves hand back nothing.",
            (_, true, _) => $" Paths are lost to {where}.",
            (_, _, null) => Silent(paths, name),
            _ => $" Only the paths to {where} are wrong.",
        } + (!isExtra && paths.Wrong.Any(one => paths.AreEqual(paths.Right[one.K][one.I], 0))
            ? $" It also hears from outputs that the entry of {name} does not move." : "");
    }

    /// <summary>Those with wrong paths, unless the tensor moves no others.</summary>
    private static string? Outputs(Paths paths, (int K, int I)[] all)
    {
        var wrong = paths.Wrong.Select(one => one.K).ToHashSet();
        return all.Any(one => !wrong.Contains(one.K)) && Places.Of(paths.Y.Shape, paths.YAxes, wrong.Contains)
            is { } places ? $"y at {places}" : null;
    }

    private static string Silent(Paths paths, string name)
    {
        bool IsZero(double[] row) => Array.TrueForAll(row, one => paths.AreEqual(one, 0));
        return Places.Of(paths.Y.Shape, paths.YAxes, k => IsZero(paths.Given[k]) && !IsZero(paths.Right[k]))
            is { } places ? $" From y at {places}, which {name} moves, comes nothing." : "";
    }

    private static string Example(WrongPass wrong, Paths paths)
    {
        double Error((int K, int I) one) => Math.Abs(paths.Given[one.K][one.I] - paths.Right[one.K][one.I]);
        var largest = paths.Wrong.Max(Error);
        var (k, i) = paths.Wrong.First(one => Error(one) >= largest - paths.Within);    // of equal ones the first
        var path = $"∂{EntryName.Of("y", paths.Y.Shape, k)}/∂{paths.Gradient.Name}"
            + EntryName.Of("", paths.Gradient.Value.Shape, i);
        var values = Wiring.Of(wrong, paths)?.Example(k, i)
            ?? $"{Number(paths.Right[k][i])}, and given as {Number(paths.Given[k][i])}";
        return $" For example, {path} is {values}.";

        string Number(double value) => paths.AreEqual(value, 0) ? "0"
            : value.ToString("G4", CultureInfo.InvariantCulture).Replace('-', '−');
    }
}
