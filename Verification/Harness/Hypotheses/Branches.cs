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

    /// <summary>What to look at.</summary>
    public const string Instead = "which matrix is used here, and which way round";

    private const int Most = 6;

    /// <summary>The branches that differ, if that explains every path.</summary>
    public static IEnumerable<PathFinding> Of(Paths x, IReadOnlyList<Paths> all)
    {
        Product[] products = [.. Product.Of(x, all).Take(Most)];
        double[][] parts = [.. products.Select(one => Flat(one.ToX(one.Right)))];
        if (products.Length == 0 || SumFit.Solve(Error(x), parts, x) is not { } factors) yield break;
        (string Name, Ratio Times)[] branches = [.. products.Zip(parts, factors).Select(one => (
            one.First.W.Gradient.Name, LeastSquares.Known(1 + one.Third, one.Second, x.Within)))];
        string[] lost = [.. branches.Where(one => one.Times.Value == 0).Select(one => one.Name)];
        string[] changed = [.. branches.Where(one => one.Times.Value != 0 && !one.Times.Is(1))
            .Select(one => $"{one.Times} × the path through {one.Name}")];
        List<string> words = [];
        if (lost.Length > 0) words.Add($"without the path through {string.Join(" and ", lost)}");
        if (changed.Length > 0) words.Add($"with {string.Join(" and ", changed)}");
        yield return new($"correct {string.Join(" and ", words)}", Look, lost.Length > 0 ? 1 : 2);
    }

    /// <summary>One branch that goes through another matrix, or back through another slope.</summary>
    public static IEnumerable<PathFinding> Exchanged(WrongPass wrong, Paths x, IReadOnlyList<Paths> all)
    {
        foreach (var product in Product.Of(x, all).Take(Most))
        {
            var w = product.W.Gradient;
            var right = product.ToX(product.Right);
            foreach (var (words, matrix) in Others(wrong, w))
                if (Explains(row => row, matrix))
                    yield return new($"correct for {words}", Instead, 1);
            var z = product.Z(all);
            foreach (var (words, values, weight) in Terms.Of("z", z.Values.ToArray()).Where(term => term.Weight <= 2))
                foreach (var isLost in new[] { false, true })
                    if (Explains(row => [.. row.Select((delta, i) => isLost ? delta / values[i] : delta * values[i])]))
                        yield return new($"correct with the path through {w.Name} {(isLost ? "/ " : "× ")}{words}, "
                            + $"z = {product.Name[1..^1]}", Inside.Look, 2 + weight);

            // Row by row: most others fail at the first.
            bool Explains(Func<double[], double[]> behind, Tensor<double>? matrix = null)
            {
                for (var k = 0; k < right.Length; k++)
                {
                    double[] instead = product.ToX([behind(product.Right[k])], matrix)[0];
                    for (var i = 0; i < instead.Length; i++)
                        if (!x.AreEqual(x.Given[k][i] - x.Right[k][i], instead[i] - right[k][i])) return false;
                }
                return true;
            }
        }

        static IEnumerable<(string Words, Tensor<double> Value)> Others(WrongPass wrong, TensorGradient w)
        {
            foreach (var other in wrong.Gradients)
                if (other.Name != w.Name && other.Value.Shape == w.Value.Shape)
                    yield return ($"{other.Name} in place of {w.Name}", other.Value);
            if (w.Value.Shape[0] != w.Value.Shape[1]) yield break;
            yield return ($"{w.Name} transposed", Order.OfSquare(w.Value));
        }
    }

    /// <summary>
    /// What follows from the wrong gradients of matrices before it, if that explains every path.
    /// </summary>
    public static IEnumerable<PathFinding> Following(Paths x, IReadOnlyList<Paths> all)
    {
        Product[] wrong = [.. Product.Of(x, [.. all.TakeWhile(one => one != x)]).Take(Most).Where(
            one => one.Given is not null && one.W.Wrong.Count > 0)];
        var left = Error(x);
        foreach (var one in wrong)
            foreach (var (i, (was, became)) in Flat(one.ToX(one.Right)).Zip(Flat(one.ToX(one.Given!))).Index())
                left[i] += was - became;
        if (wrong.Length > 0 && left.All(value => x.AreEqual(value, 0)))
            yield return new($"what follows from the wrong {string.Join(" and ", wrong.Select(
                one => EntryName.OfGradient(one.W.Gradient.Name)))}", LookAtFirst, 1);
    }

    private static double[] Error(Paths x) => [.. Flat(x.Given).Zip(Flat(x.Right), (given, right) => given - right)];

    private static double[] Flat(double[][] rows) => [.. rows.SelectMany(row => row)];
}
