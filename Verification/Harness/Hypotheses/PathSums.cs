namespace CnnVerified.Verification.Hypotheses;

/// <summary>
/// Sums over dy that are left out, or have another factor: each mean, variance, norm or denominator of a forward pass
/// hands one back, such as batch normalisation's Σ dy and Σ dy·(x − mean).
/// </summary>
internal static class PathSums
{
    /// <summary>What to look at.</summary>
    public const string Look = "the sums over dy that each mean, variance, norm or softmax's denominator hands back";

    /// <summary>The same where it is not known which sum is wrong.</summary>
    public const string LookAtAll = Look + ": one is left out, or has another factor";

    /// <summary>All that hold for every path.</summary>
    public static IEnumerable<PathFinding> Of(WrongPass wrong, Paths paths)
    {
        SumOverDy[] sums = [.. SumOverDy.All(wrong, paths)];
        return (Replaced(paths, sums) ?? LeftOver(paths, sums)) is { } one ? [one] : [];
    }

    /// <summary>What is summed in the given gradient and in the right one, where all else is the same.</summary>
    private static PathFinding? Replaced(Paths paths, SumOverDy[] sums)
    {
        if (paths.Y.Shape.Count != paths.Gradient.Value.Shape.Count
            || Fitted(paths.Right) is not { } right || Fitted(paths.Given) is not { } given
            || Enumerable.Range(0, paths.Given.Length).Any(k => !paths.AreEqual(
                paths.Given[k][k] - given.At(k), paths.Right[k][k] - right.At(k)))) return null;
        if (right.Sum.Of.Length > 0 && (given.Sum.Of.Length == 0 || given.Sum.Over == right.Sum.Over)
            && given.Sum.Of.All(one => right.Sum.Place(one.Name) >= 0)) return Changed(paths, right, given);
        return given.Sum.Of.Length == 0 ? null
            : new($"correct with {given.Sum} in place of {right.Sum}", Look, 2);

        SumFit? Fitted(double[][] rows) =>
            sums.Select(sum => SumFit.Of(paths, rows, sum)).FirstOrDefault(fit => fit is not null);
    }

    /// <summary>Which sums are lost, or have a factor that is the same for all entries.</summary>
    private static PathFinding? Changed(Paths paths, SumFit right, SumFit given)
    {
        List<string> lost = [], changed = [];
        foreach (var (f, factor) in right.Sum.Of.Index())
        {
            var sum = $"Σ {factor.Name}";
            if (given.Sum.Place(factor.Name) is not (>= 0 and var g)) lost.Add(sum);
            else if (given.Times(g, right, f, paths) is not { } c) return null;
            else if (c.Value == 0) lost.Add(sum);
            else if (!c.Is(1)) changed.Add($"{c} × {sum}");
        }
        if (lost.Count + changed.Count == 0) return null;
        var words = (lost.Count > 0 ? $" without {string.Join(" and ", lost)}" : "")
            + (changed.Count > 0 ? $", but with {string.Join(" and ", changed)}" : "");
        return new($"correct{words} over {right.Sum.Over}", Look, 1);
    }

    /// <summary>What is left over on each path is a combination of one or two factors.</summary>
    private static PathFinding? LeftOver(Paths paths, SumOverDy[] sums)
    {
        if (paths.Gradient.Value.Shape.Rank != paths.Y.Shape.Rank
            || paths.Wrong.Any(one => paths.AreEqual(paths.Right[one.K][one.I], 0))) return null;
        // Two factors fit short rows of anything.
        var most = paths.Gradient.Value.Shape == paths.Y.Shape ? 2 : 1;
        var found = sums.FirstOrDefault(sum => sum.Of.Length > 0 && sum.Of.Length <= most
            && sum.Groups[0].Length >= sum.Of.Length + 2
            && sum.Groups.All(group => Enumerable.Range(0, paths.Right[0].Length).All(i => SumFit.Solve(
                [.. group.Select(k => paths.Given[k][i] - paths.Right[k][i])], sum.At(group), paths) is not null)));
        // As many numbers as factors may be any.
        if (found is null || !found.Groups.Any(group => Enumerable.Range(0, paths.Right[0].Length).Any(
            i => group.Count(k => paths.IsWrong(k, i)) > found.Of.Length))) return null;
        var (words, here, isTold) = paths.Portion(
            $"{found}", $"{(found.Of.Length > 1 ? "multiples" : "a multiple")} of {found}");
        return new(words, isTold ? Look : LookAtAll, isTold ? 2 : 3) { Here = here };
    }
}
