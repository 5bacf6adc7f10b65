namespace CnnVerified.Verification.Hypotheses;

/// <summary>
/// Paths that are lost or multiplied where an output and an entry lie to each other in some way, or of which only the
/// last of several counts.
/// </summary>
internal static class PathPatterns
{
    /// <summary>What to look at.</summary>
    public const string Assigned =
        "what is assigned where it should be added: several outputs hand back to the same entry";

    /// <summary>What to look at.</summary>
    public const string Direction =
        "which way it goes: the backward pass is the transpose of the forward pass, its inverse if it only reorders";

    private const int FewestEntries = 3;

    /// <summary>What to look at.</summary>
    public const string LeftOut = "the factor or divisor of each path: it is left out";

    private static readonly Rearrangement Complement = new(
        "(1 − {0})", "a weight or gate m that is taken for 1 − m", Distortions.Each(x => 1 - x));

    /// <summary>All that hold for every path.</summary>
    public static IEnumerable<PathFinding> Of(Paths paths)
    {
        // Which paths are lost says more than that all of them are negative.
        PathFinding[] pairs = [.. OfPairs(paths)];
        var distorted = Array.Exists(pairs, one => one.Look == PathRows.Lost) ? [] : Distorted(paths);
        return [.. Transposed(paths), .. distorted, .. pairs, .. OnlyOneOfSeveral(paths), .. OneAtMost(paths)];
    }

    /// <summary>What is wrong is the same whatever dy is, and not 0.</summary>
    public static IEnumerable<PathFinding> OfAnyDy(Paths paths)
    {
        var wrong = paths.Wrong.Select(one => one.I).Distinct().ToArray();
        if (wrong.All(i => paths.Given.All(row => paths.AreEqual(row[i], paths.Given[0][i])))
            && wrong.Any(i => !paths.AreEqual(paths.Given[0][i], 0)))
            yield return new("numbers that are the same for every dy", "where dy belongs: it is left out", 1);
    }

    /// <summary>What the forward pass does with small changes is done with dy, too.</summary>
    private static IEnumerable<PathFinding> Transposed(Paths paths)
    {
        var n = paths.Right.Length;
        if (n == paths.Right[0].Length && Enumerable.Range(0, n).All(k => Enumerable.Range(0, n).All(
            i => paths.AreEqual(paths.Given[k][i], paths.Right[i][k]))))
            yield return new($"J·dy in place of Jᵀ·dy with J = ∂y/∂{paths.Gradient.Name}", Direction, 1);
        foreach (var axis in Mixing.Transposed(paths))
            yield return new($"correct with what mixes places along {axis} transposed", Mixing.Look, 2);
    }

    /// <summary>What stands on each path is squared, a root, or without its sign.</summary>
    private static IEnumerable<PathFinding> Distorted(Paths paths)
    {
        if (paths.All.Count == 0) yield break;
        var right = new Layers.Tensor<double>(
            new(paths.All.Count), [.. paths.All.Select(one => paths.Right[one.K][one.I])]);
        if (paths.All.All(one => paths.AreEqual(paths.Given[one.K][one.I], 1)))
        {
            yield return new($"dy itself, not multiplied by ∂y/∂{paths.Gradient.Name}", LeftOut, 1);
            yield break;
        }
        foreach (var distortion in Distortions.All.Append(Complement))
        {
            var distorted = distortion.Apply(right);
            if (paths.All.Index().All(one => paths.AreEqual(paths.Given[one.Item.K][one.Item.I], distorted[one.Index]))
                && paths.Wrong.All(one => !paths.AreEqual(paths.Right[one.K][one.I], 0)))
                yield return new($"dy times {distortion.Of($"(∂y/∂{paths.Gradient.Name})")}", distortion.Look, 2);
        }
    }

    /// <summary>The wrong paths are all those between places of some relation, and all wrong in the same way.</summary>
    private static IEnumerable<PathFinding> OfPairs(Paths paths)
    {
        if (paths.Wrong.Any(one => paths.AreEqual(paths.Right[one.K][one.I], 0))) yield break;
        var (first, isLost) = (paths.Wrong[0], paths.Wrong.All(one => paths.AreEqual(paths.Given[one.K][one.I], 0)));
        var c = isLost ? 0 : paths.Given[first.K][first.I] / paths.Right[first.K][first.I];
        if (paths.Wrong.Any(one => !paths.AreEqual(paths.Given[one.K][one.I], c * paths.Right[one.K][one.I])))
            yield break;
        var wrong = paths.Wrong.ToHashSet();
        foreach (var (words, holds) in Relations.Of(paths))
            if (paths.All.All(one => wrong.Contains(one) == holds(one.K, one.I)))
                yield return isLost ? new($"correct without the paths to {words}", PathRows.Lost, 2)
                    : new($"correct, but × {PlainNumber.Text(c)} on the paths to {words}", PathRows.Factor, 2);
    }

    /// <summary>Of the outputs that an entry moves, only the first or the last along some axes hands back.</summary>
    private static IEnumerable<PathFinding> OnlyOneOfSeveral(Paths paths)
    {
        if (paths.Wrong.Any(one => !paths.AreEqual(paths.Given[one.K][one.I], 0))) yield break;
        var (shape, axes) = (paths.Y.Shape, paths.YAxes);
        int[][] index = [.. Enumerable.Range(0, shape.Count).Select(shape.IndexOf)];
        var columns = paths.All.GroupBy(one => one.I, one => one.K).ToArray();
        int[][] choices =
        [
            [.. Enumerable.Range(0, shape.Rank)], .. Enumerable.Range(0, shape.Rank).Select(axis => new[] { axis }),
            .. shape.Rank > 2 ? new int[][] { [shape.Rank - 2, shape.Rank - 1] } : [],
        ];
        foreach (var chosen in choices.Where(choice => choice.Any(axis => shape[axis] > 1)))
            foreach (var isLast in new[] { true, false })
                if (columns.All(column => Holds([.. column], column.Key, chosen, isLast)))
                {
                    var along = chosen.Length == shape.Rank ? ""
                        : $" along {string.Join(" and ", chosen.Select(a => axes[a]))}";
                    yield return new($"correct, but from the {(isLast ? "last" : "first")} output alone"
                        + $" of those that an entry moves{along}", Assigned, chosen.Length == shape.Rank ? 1 : 2);
                }

        bool Holds(int[] outputs, int entry, int[] chosen, bool isLast)
        {
            long Rank(int k) => chosen.Aggregate(0L, (rank, axis) => rank * shape[axis] + index[k][axis]);
            var kept = isLast ? outputs.Max(Rank) : outputs.Min(Rank);
            return outputs.All(k => (Rank(k) == kept) != paths.IsWrong(k, entry));
        }
    }

    /// <summary>No entry hears from two outputs, though several hear of it: the order is not told.</summary>
    private static IEnumerable<PathFinding> OneAtMost(Paths paths)
    {
        var columns = paths.All.GroupBy(one => one.I, one => one.K).Where(column => column.Count() > 1).ToArray();
        int Heard(int entry) => paths.Given.Count(row => !paths.AreEqual(row[entry], 0));
        if (columns.Count(column => Heard(column.Key) == 1) >= FewestEntries
            && Enumerable.Range(0, paths.Right[0].Length).All(i => Heard(i) <= 1)
            && paths.Wrong.All(one => paths.AreEqual(paths.Given[one.K][one.I], 0)))
            yield return new("correct, but for each entry from one output at most", Assigned, 3);
    }
}
