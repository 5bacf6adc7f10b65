namespace CnnVerified.Verification.Hypotheses;

/// <summary>
/// The parts of dx that come through the products which a forward pass makes of x. Which of these branches are lost, or
/// multiplied, or wrong as their matrix's gradient shows, is told by the paths.
/// </summary>
internal static class Branches
{
    /// <summary>What to look at.</summary>
    public const string Look =
        "the branches that x takes: each hands a part back, and they are added, none twice and none left out";
    /// <summary>What to look at.</summary>
    public const string LookAtFirst = "first at the other gradient: this one follows from what is wrong there";
    private const int Most = 6;

    /// <summary>The branches that differ, if that explains every path.</summary>
    public static IEnumerable<PathFinding> Of(Paths x, IReadOnlyList<Paths> all)
    {
        Product[] products = [.. Product.Of(x, all).Take(Most)];
        if (products.Length == 0) yield break;
        double[] error = [.. x.Given.Zip(x.Right, (g, r) => g.Zip(r, (a, b) => a - b)).SelectMany(row => row)];
        if (SumFit.Solve(error, [.. products.Select(one => Flat(one.ToX(one.Right)))], x) is { } factors)
        {
            string[] lost = Named(c => Constant.Equal(c, -1)), changed = [.. products.Zip(factors)
                .Where(one => !IsZero(one.Second) && !Constant.Equal(one.Second, -1)).Select(one =>
                    $"{Constant.Number(1 + one.Second)} × the path through {one.First.W.Gradient.Name}")];
            List<string> words = [];
            if (lost.Length > 0) words.Add($"without the path through {string.Join(" and ", lost)}");
            if (changed.Length > 0) words.Add($"with {string.Join(" and ", changed)}");
            yield return new($"correct {string.Join(" and ", words)}", Look, lost.Length > 0 ? 1 : 2);

            string[] Named(Func<double, bool> which) =>
                [.. products.Zip(factors).Where(one => which(one.Second)).Select(one => one.First.W.Gradient.Name)];
        }
        Product[] wrong = [.. products.Where(one => one.Given is not null && one.W.Wrong.Count > 0)];
        if (wrong.Length == 0) yield break;
        double[] left = [.. error];
        foreach (var one in wrong)
            foreach (var (i, (was, became)) in Flat(one.ToX(one.Right)).Zip(Flat(one.ToX(one.Given!))).Index())
                left[i] += was - became;
        if (left.All(value => x.AreEqual(value, 0)))
            yield return new($"what follows from the wrong {string.Join(" and ", wrong.Select(
                one => $"d{one.W.Gradient.Name}"))}, and correct otherwise", LookAtFirst, 2);
    }

    private static bool IsZero(double c) => Math.Abs(c) <= Tolerances.ExplainedFactor;

    private static double[] Flat(double[][] rows) => [.. rows.SelectMany(row => row)];
}
