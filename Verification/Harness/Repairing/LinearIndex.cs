namespace CnnVerified.Verification.Repairing;

/// <summary>Which entries some steps should read, as a formula of the loops' variables.</summary>
internal static class LinearIndex
{
    private const int MostVariables = 4, MostTurns = 4_000;
    private const double Whole = 1e-6;

    /// <summary>The index, such as <c>3 * d + c</c>; null if it is no sum of multiples of variables.</summary>
    /// <param name="tape">The backward pass.</param>
    /// <param name="steps">The steps, turn by turn.</param>
    /// <param name="index">The index in each turn.</param>
    public static string? Of(Tape tape, int[] steps, int[] index)
    {
        if (steps.Length is 1 or > MostTurns) return null;
        var variables = IndexMoves.Variables(tape, steps, int.MaxValue);
        double[] values = Array.ConvertAll(index, i => (double)i), ones = [.. index.Select(_ => 1.0)];
        foreach (var chosen in Subsets(variables.Length).OrderBy(one => one.Length))
        {
            double[][] directions =
                [.. chosen.Select(v => Array.ConvertAll(variables[v].Values, i => (double)i)), ones];
            if (LeastSquares.Of(directions, values) is not { } c
                || Array.Exists(c, one => Math.Abs(one - Math.Round(one)) > Whole)) continue;
            int[] factors = Array.ConvertAll(c, one => (int)Math.Round(one));
            if (Enumerable.Range(0, index.Length).All(n => index[n]
                == factors[^1] + chosen.Select((v, k) => factors[k] * variables[v].Values[n]).Sum()))
                return Said([.. chosen.Select((v, k) => (variables[v].Name, factors[k]))], factors[^1]);
        }
        return null;
    }

    private static IEnumerable<int[]> Subsets(int count) => Enumerable.Range(1, (1 << Math.Min(count, 12)) - 1)
        .Select(bits => Enumerable.Range(0, count).Where(k => (bits >> k & 1) == 1).ToArray())
        .Where(one => one.Length <= MostVariables);

    private static string Said((string Name, int Factor)[] terms, int more)
    {
        var sum = new StringBuilder();
        // What is subtracted comes last.
        foreach (var (name, factor) in terms.OrderByDescending(one => one.Factor).Append(("", more))
            .OrderBy(one => one.Item2 < 0))
            if (factor != 0)
                sum.Append(sum.Length == 0 ? "" : factor < 0 ? " - " : " + ")
                    .Append(name.Length == 0 ? $"{Math.Abs(factor)}"
                        : Math.Abs(factor) == 1 ? name : $"{Math.Abs(factor)} * {name}");
        return sum.ToString();
    }
}
