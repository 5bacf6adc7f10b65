namespace CnnVerified.Verification.Hypotheses;

/// <summary>What happened to a tensor's places that come in another order, in words.</summary>
internal static class Permutations
{
    private const int MostBlocks = 12;

    /// <summary>
    /// All words for it: axes reversed or swapped, shifts, two indices of one axis exchanged, or blocks of an axis in
    /// another order.
    /// </summary>
    /// <param name="shape">The tensor's shape.</param>
    /// <param name="axes">What its axes are called.</param>
    /// <param name="source">Which place each place reads.</param>
    public static IEnumerable<string> Of(Shape shape, string[] axes, int[] source)
    {
        var places = new Tensor<double>(shape, [.. Enumerable.Range(0, shape.Count).Select(k => (double)k)]);
        string[] whole = [.. Order.Of(shape, axes).Concat(Shifts.Of(shape, axes))
            .Where(one => one.Apply(places).Values.ToArray().Select(at => (int)at).SequenceEqual(source))
            .Select(one => one.Of("").Trim())];
        if (whole.Length > 0) return whole;
        return Enumerable.Range(0, shape.Rank).Select(axis => Along(shape, axis, source) is { } order
            ? Folded(order, axes[axis]) ?? Blocks(order, axes[axis]) : null).OfType<string>();
    }

    /// <summary>The order along one axis, if that is all that differs.</summary>
    private static int[]? Along(Shape shape, int axis, int[] source)
    {
        var first = new int[shape.Rank];
        int[] order = [.. Enumerable.Range(0, shape[axis]).Select(at => shape.IndexOf(source[
            Rearrangement.Position(shape, Rearrangement.With(first, axis, at))])[axis])];
        return Enumerable.Range(0, shape.Count).All(k => shape.IndexOf(k) is var index
            && source[k] == Rearrangement.Position(shape, Rearrangement.With(index, axis, order[index[axis]])))
            ? order : null;
    }

    /// <summary>An axis that holds two, three or four indices, of which two neighbours are exchanged.</summary>
    private static string? Folded(int[] order, string axis)
    {
        var size = order.Length;
        foreach (var (before, a, b, after) in
            from before in Divisors(size)
            from a in Divisors(size / before)
            from b in Divisors(size / before / a)
            where a > 1 && b > 1
            select (before, a, b, size / before / a / b))
        {
            int From(int k)
            {
                var (rest, c) = Math.DivRem(k, after);
                var (outer, inner) = Math.DivRem(rest, a * b);
                return ((outer * b + inner % b) * a + inner / b) * after + c;
            }
            if (!order.Index().All(one => one.Item == From(one.Index))) continue;
            var which = (before, after) switch { (1, 1) => "", (_, 1) => "last ", (1, _) => "first ", _ => "middle " };
            return $"with {axis} as {string.Join(" × ", new[] { before, a, b, after }.Where(length => length > 1))}, "
                + $"its {which}two indices exchanged";
        }
        return null;
    }

    /// <summary>Halves, gates, heads in another order: as few blocks as possible.</summary>
    private static string? Blocks(int[] order, string axis)
    {
        for (var blocks = 2; blocks <= Math.Min(MostBlocks, order.Length); blocks++)
        {
            if (order.Length % blocks != 0) continue;
            var size = order.Length / blocks;
            int[] of = [.. Enumerable.Range(0, blocks).Select(block => order[block * size] / size)];
            if (!order.Index().All(one => one.Item == of[one.Index / size] * size + one.Index % size)) continue;
            return blocks == 2 ? $"with the halves of {axis} swapped" : size == 1
                ? $"with {axis} in the order {string.Join(", ", of)}"
                : $"with the {blocks} blocks of {axis} in the order {string.Join(", ", of.Select(at => at + 1))}";
        }
        return null;
    }

    private static IEnumerable<int> Divisors(int n) => Enumerable.Range(1, n).Where(d => n % d == 0);
}
