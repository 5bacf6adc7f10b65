namespace CnnVerified.Verification.Hypotheses;

/// <summary>
/// A wrong path through one number, such as a norm, a mean or a denominator: what each output hands back too much is a
/// multiple of the same numbers.
/// </summary>
internal static class Bottleneck
{
    /// <summary>What to look at.</summary>
    public const string Look =
        "a path through one number, such as a norm, a mean, a sum or a denominator: left out, or with another factor";

    private const string Denominator = "the denominator, of a softmax, a norm or a mean: what it takes away from each "
        + "output is left out, or has another factor";

    private const int FewestEntries = 3, Weight = PathFinding.Vague;

    /// <summary>The finding if it holds for all outputs together, or for those at each place of an axis.</summary>
    public static IEnumerable<PathFinding> Of(Paths paths)
    {
        var y = paths.Y.Shape;
        double[][] errors = [.. paths.Given.Zip(paths.Right, (given, right) =>
            given.Zip(right, (a, b) => a - b).ToArray())];
        foreach (var axis in Enumerable.Range(-1, y.Rank + 1))
        {
            if (axis >= 0 && y[axis] == 1) continue;
            int[][] groups = [.. Enumerable.Range(0, y.Count).GroupBy(k => axis < 0 ? 0 : y.IndexOf(k)[axis])
                .Select(group => group.ToArray())];
            var where = axis < 0 ? "" : $" at the same {paths.YAxes[axis]}";
            if (IsThroughOne(groups, errors, paths, isShare: true))
                yield return new($"correct + y times the same numbers for every y{where}", Denominator, Weight);
            else if (IsThroughOne(groups, errors, paths, isShare: false))
                yield return new($"correct + a multiple of the same numbers for every y{where}", Look, Weight);
            else continue;
            yield break;
        }
    }

    private static bool IsThroughOne(int[][] groups, double[][] errors, Paths paths, bool isShare)
    {
        var isTold = false;
        foreach (var group in groups)
        {
            var largest = group.MaxBy(k => errors[k].Max(Math.Abs));
            foreach (var k in group)
                if (!(isShare ? LeastSquares.AreMultiple(
                        errors[k], errors[largest], paths.Y[k] / paths.Y[largest], paths.Within)
                    : LeastSquares.Multiple(errors[k], errors[largest], paths.Within) is not null)) return false;
            isTold |= group.Count(k => errors[k].Count(value => !paths.AreEqual(value, 0)) >= FewestEntries) > 1;
        }
        return isTold;
    }
}
