namespace CnnVerified.Verification.Hypotheses;

/// <summary>
/// Mistakes inside a forward pass: what is wrong with ∂y/∂z where z is a product that the pass makes, as its matrix's
/// gradient shows.
/// </summary>
internal static class Inside
{
    /// <summary>What to look at.</summary>
    public const string Look = "the step from y back to this product: the slope or gate of what it goes into";

    private static readonly (string Words, Func<double, double> Of)[] Known =
    [
        ("(1 − tanh²(z))", z => 1 - Math.Pow(Math.Tanh(z), 2)), ("σ(z)·(1 − σ(z))", z => Sigmoid(z) * Sigmoid(-z)),
        ("SiLU′(z)", z => Sigmoid(z) * (1 + z * Sigmoid(-z))), ("σ(z)", Sigmoid),
    ];

    /// <summary>All that hold for every path.</summary>
    public static IEnumerable<PathFinding> Of(WrongPass wrong, Paths w, IReadOnlyList<Paths> all)
    {
        if (w.Gradient.Value.Shape.Rank != 2) yield break;
        foreach (var x in all.Where(x => x != w))
        {
            if (x.Times(w) is not { Given: { } given } product) continue;
            var z = product.Z(all);
            var axes = z.Shape.Rank == 1 ? new[] { "unit" } : ["row", "unit"];
            var inner = w.From(product.Name, z, axes, given, product.Right);
            if (inner.Wrong.Count == 0) continue;
            var dz = $"d{product.Name}";
            var before = product.IsTransposed ? $"{dz}·{x.Gradient.Name}" : $"{x.Gradient.Name}·{dz}";
            foreach (var one in Slopes(inner).Concat(Masks(inner)).Concat(PathRows.Of(wrong, inner))
                .Concat(PathPatterns.Of(inner)).Concat(PathRows.OfAnyFactors(inner)))
                yield return new($"{before} with {dz} = {one.Words}", one.Look, one.Weight + 1);
            yield break;
        }
    }

    /// <summary>Units that are off hand back nothing, as z ≤ 0 shows, but are given something.</summary>
    private static IEnumerable<PathFinding> Masks(Paths inner)
    {
        var z = inner.Gradient.Value;
        var wrong = inner.Wrong.Select(one => one.I).ToHashSet();
        if (wrong.All(i => z[i] <= 0) && Enumerable.Range(0, z.Shape.Count).All(i => (z[i] <= 0) == inner.Right.All(
            row => inner.AreEqual(row[i], 0))))
            yield return new(
                $"correct, but not 0 where z ≤ 0, z = {inner.Gradient.Name[1..^1]}", "the mask of ReLU: left out", 0);
    }

    private static double Sigmoid(double z) => 1 / (1 + Math.Exp(-z));

    /// <summary>The right ∂y/∂z times or divided by a function of z.</summary>
    private static IEnumerable<PathFinding> Slopes(Paths inner)
    {
        var (given, right) = (PathRows.Transposed(inner.Given), PathRows.Transposed(inner.Right));
        if (RowSource.Of(given, right, inner) is not { } sources
            || sources.Index().Any(one => one.Item.Source != one.Index)) yield break;
        var (z, shape) = (inner.Gradient.Value, inner.Gradient.Value.Shape);
        var factors = new PathFactors(shape, inner.Gradient.Axes, [.. sources.Select(one => one.C)]);
        if (!factors.Differ) yield break;
        foreach (var (words, values, weight) in Terms.Of("z", z.Values.ToArray()).Where(term => term.Weight <= 3))
        {
            if (factors.Share(i => values[i]) is { } c) yield return Found($"correct × {Number(c)}{words}", weight);
            if (factors.Share(i => 1 / values[i]) is { } d)
                yield return Found($"correct × {Number(d)}1/{Grouped(words)}", weight);
            foreach (var (slope, of) in Known)
                if (factors.Share(i => values[i] / of(z[i])) is { } e)
                    yield return Found($"correct with {Number(e)}{words} in place of {slope}", weight + 1);
        }

        PathFinding Found(string words, int weight) => new($"{words}, z = {inner.Gradient.Name[1..^1]}", Look, weight);

        static string Grouped(string words) => words[0] == '(' ? words : $"({words})";

        static string Number(Ratio c) => c.Is(1) ? "" : $"{c} × ";
    }
}
