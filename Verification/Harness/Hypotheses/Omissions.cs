namespace CnnVerified.Verification.Hypotheses;

/// <summary>Mistakes of range: only the first or last sample counts, a row is dropped, a border is missing.</summary>
internal static class Omissions
{
    private const string Loop = "where its loop begins and ends, and what is assigned where it should be added";

    /// <summary>All of them for a shape.</summary>
    public static IEnumerable<Rearrangement> Of(Shape shape, string[] axes)
    {
        var longAxes = Enumerable.Range(0, shape.Rank).Where(axis => shape[axis] > 1).ToArray();
        for (var subset = 1; subset < 1 << longAxes.Length; subset++)
        {
            int[] chosen = [.. longAxes.Where((_, bit) => (subset >> bit & 1) == 1)];
            var names = Join([.. chosen.Select(axis => axes[axis])]);
            yield return new(
                $"{{0}} with only the first {names}", Loop, Kept(index => chosen.All(axis => index[axis] == 0)));
            yield return new($"{{0}} with only the last {names}", Loop,
                Kept(index => chosen.All(axis => index[axis] == shape[axis] - 1)));
        }
        foreach (var axis in longAxes)
        {
            yield return new($"{{0}} without the first {axes[axis]}", Loop, Kept(index => index[axis] > 0));
            yield return new(
                $"{{0}} without the last {axes[axis]}", Loop, Kept(index => index[axis] < shape[axis] - 1));
            if (shape[axis] > 2)
                yield return new(
                    $"{{0}} with every second {axes[axis]} only", Loop, Kept(index => index[axis] % 2 == 0));
        }
        if (shape.Rank == 4 && shape[2] > 2 && shape[3] > 2)
        {
            yield return new("{0} without the border", Loop, Kept(index => IsInside(index, 2) && IsInside(index, 3)));
            yield return new("{0} without the last row and column", Loop,
                Kept(index => index[2] < shape[2] - 1 && index[3] < shape[3] - 1));
        }
        for (var a = 0; a < shape.Rank; a++)
            for (var b = a + 1; b < shape.Rank; b++)
            {
                if (shape[a] == 1 || shape[b] == 1) continue;
                var (first, second) = (a, b);
                yield return new(
                    $"{{0}} with only the diagonal in {axes[a]} and {axes[b]}",
                    "sums that run over one index where they need two",
                    Kept(index => index[first] == index[second]));
            }

        bool IsInside(int[] index, int axis) => index[axis] > 0 && index[axis] < shape[axis] - 1;
    }

    private static Func<Tensor<double>, Tensor<double>> Kept(Func<int[], bool> isKept) =>
        Rearrangement.Gather(index => isKept(index) ? index : null);

    private static string Join(string[] names) =>
        names.Length == 1 ? names[0] : $"{string.Join(", ", names[..^1])} and {names[^1]}";
}
