namespace CnnVerified.Verification.Hypotheses;

/// <summary>What a backward pass may sum over dy: one or two products with it, over some axes.</summary>
/// <param name="Over">The axes in words.</param>
/// <param name="Groups">The outputs of each sum.</param>
/// <param name="Of">What is summed; nothing if there is no sum.</param>
internal sealed record SumOverDy(string Over, int[][] Groups, SumOverDy.Factor[] Of)
{
    /// <summary>A product with dy, such as <c>dy·y</c>.</summary>
    /// <param name="Name">The product.</param>
    /// <param name="Values">What dy is multiplied by, by output.</param>
    public sealed record Factor(string Name, double[] Values);

    /// <summary>The sums in words.</summary>
    public override string ToString() => Of.Length == 0 ? "no sum"
        : $"{string.Join(" and ", Of.Select(one => $"Σ {one.Name}"))} over {Over}";

    /// <summary>The place of a product among those summed; −1 if it is none.</summary>
    public int Place(string name) => Array.FindIndex(Of, one => one.Name == name);

    /// <summary>What dy is multiplied by in each of them at some outputs.</summary>
    public double[][] At(int[] outputs) => [.. Of.Select(one => outputs.Select(k => one.Values[k]).ToArray())];

    /// <summary>No sum, then those over the most axes and of the fewest factors first.</summary>
    public static IEnumerable<SumOverDy> All(WrongPass wrong, Paths paths)
    {
        var (shape, factors) = (paths.Y.Shape, Factors(wrong, paths).ToArray());
        yield return new("", [[.. Enumerable.Range(0, shape.Count)]], []);
        var sums = AxisGroups.Of(shape, paths.YAxes);
        foreach (var (over, groups) in sums)
            foreach (var factor in factors)
            {
                if (ByX(factor) is { } x) yield return new(over, groups, [Centred(factor, x, groups)]);
                yield return new(over, groups, [factor]);
            }
        foreach (var (over, groups) in sums)
            foreach (var first in factors)
            {
                // A normalisation's x̂ is a multiple of x less its mean, with which sums stay apart.
                if (ByX(first) is { } x) yield return new(over, groups, [first, Centred(first, x, groups)]);
                foreach (var second in factors.Where(f => f.Name == $"{first.Name}·y" || f.Name == $"{first.Name}·x"
                    || (first.Name, f.Name) == ("dy·y", "dy·x"))) yield return new(over, groups, [first, second]);
            }

        Factor? ByX(Factor factor) => factors.FirstOrDefault(f => f.Name == $"{factor.Name}·x");
    }

    private static Factor Centred(Factor first, Factor second, int[][] groups)
    {
        var (values, found) = (second.Values, new double[second.Values.Length]);
        foreach (var group in groups)
        {
            var mean = group.Average(k => values[k] / first.Values[k]);
            foreach (var k in group) found[k] = values[k] - mean * first.Values[k];
        }
        return new($"{second.Name[..^1]}(x − mean)", found);
    }

    private static IEnumerable<Factor> Factors(WrongPass wrong, Paths paths)
    {
        var count = paths.Y.Shape.Count;
        yield return new("dy", [.. Enumerable.Repeat(1.0, count)]);
        Factor[] entries =
        [
            new("y", paths.Y.Values.ToArray()), .. wrong.Gradients.Where(g => g.Value.Shape.Count == count)
                .Select(g => new Factor(g.Name, g.Value.Values.ToArray())),
            new("e^y", [.. paths.Y.Values.ToArray().Select(Math.Exp)]),
        ];
        foreach (var (name, values) in entries) yield return new($"dy·{name}", values);
        foreach (var theta in wrong.Gradients.Where(g => g.Value.Shape.Count < count))
            for (var axis = 0; axis < paths.Y.Shape.Rank; axis++)
            {
                if (paths.Y.Shape[axis] != theta.Value.Shape.Count || theta.Value.Shape.Count == 1) continue;
                double[] spread = [.. Enumerable.Range(0, count).Select(
                    k => theta.Value[paths.Y.Shape.IndexOf(k)[axis]])];
                yield return new($"dy·{theta.Name}", spread);
                foreach (var (name, values) in entries[..^1])
                    yield return new($"dy·{theta.Name}·{name}", [.. spread.Zip(values, (v, w) => v * w)]);
            }
    }
}
