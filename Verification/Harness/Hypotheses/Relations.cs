namespace CnnVerified.Verification.Hypotheses;

/// <summary>How the place of an output may lie to the place of an entry: of the same sample, at a later step.</summary>
internal static class Relations
{
    /// <summary>
    /// All of them, in words for the output: along two axes of equal length, one of each, and at certain places of
    /// either.
    /// </summary>
    public static IReadOnlyList<(string Words, Func<int, int, bool> Holds)> Of(Paths paths)
    {
        var (y, x) = (paths.Y.Shape, paths.Gradient.Value.Shape);
        var (outputs, entries) = (Indices(y), Indices(x));
        var name = paths.Gradient.Name;
        List<(string, Func<int, int, bool>)> all = [];
        for (var a = 0; a < y.Rank; a++)
            for (var b = 0; b < x.Rank; b++)
            {
                if (y[a] != x[b] || y[a] == 1) continue;
                var (i, j) = (a, b);
                var (axis, own) = (paths.YAxes[a], paths.Gradient.Axes[b]);
                var than = axis == own ? "" : $" than {name}'s {own}";
                var alike = axis == own ? $"y at the same {axis}" : $"y whose {axis} is {name}'s {own}";
                all.Add((alike, (k, e) => outputs[k][i] == entries[e][j]));
                all.Add(($"y at another {axis}{than}", (k, e) => outputs[k][i] != entries[e][j]));
                all.Add(($"y at a later {axis}{than}", (k, e) => outputs[k][i] > entries[e][j]));
                all.Add(($"y at an earlier {axis}{than}", (k, e) => outputs[k][i] < entries[e][j]));
                all.Add(($"y more than one {axis} later{than}", (k, e) => outputs[k][i] > entries[e][j] + 1));
                all.Add(($"y at the next {axis}{than}", (k, e) => outputs[k][i] == entries[e][j] + 1));
            }
        return all;

        static int[][] Indices(Layers.Shape shape) => [.. Enumerable.Range(0, shape.Count).Select(shape.IndexOf)];
    }
}
