using CnnVerified.Layers;

namespace CnnVerified.Verification.Hypotheses;

/// <summary>
/// The paths from x through each matrix W of a forward pass that multiplies x by it: ∂y/∂W tells ∂y/∂(x·W), and that
/// the part of ∂y/∂x that comes through W. Which of these branches are lost, or multiplied, is then found.
/// </summary>
internal static class Branches
{
    private const string Look =
        "the branches that x takes: each hands a part back, and they are added, none twice and none left out";
    private const int Most = 6;

    /// <summary>The branches that differ, if that explains every path.</summary>
    public static IEnumerable<PathFinding> Of(WrongPass wrong, Paths x, IReadOnlyList<Paths> all)
    {
        (string Name, double[][] Part)[] branches = [.. all.Where(w => w != x && w.Gradient.Value.Shape.Rank == 2)
            .Select(w => (w.Gradient.Name, Part: Through(w, x))).Where(one => one.Part is not null).Take(Most)!];
        if (branches.Length == 0 || Fitted(x, [.. branches.Select(one => one.Part)]) is not { } factors) yield break;
        string[] Named(Func<double, bool> which) =>
            [.. branches.Where((_, b) => which(factors[b])).Select(one => one.Name)];
        string[] lost = Named(c => Constant.Equal(c, -1)), kept = Named(IsZero);
        string[] changed = [.. branches.Index().Where(one => !IsZero(factors[one.Index])
            && !Constant.Equal(factors[one.Index], -1)).Select(one =>
                $"{Constant.Number(1 + factors[one.Index])} × the path through {one.Item.Name}")];
        List<string> words = [];
        if (lost.Length > 0) words.Add($"without the path through {string.Join(" and ", lost)}");
        if (changed.Length > 0) words.Add($"with {string.Join(" and ", changed)}");
        yield return new($"correct {string.Join(" and ", words)}", Look, lost.Length > 0 ? 1 : 2);
    }

    private static bool IsZero(double c) => Math.Abs(c) <= Tolerances.ExplainedFactor;

    /// <summary>
    /// What comes through a matrix, by output and entry of x; null where the matrix does not multiply x's last axis.
    /// </summary>
    private static double[][]? Through(Paths w, Paths x)
    {
        var shape = x.Gradient.Value.Shape;
        var inputs = shape[shape.Rank - 1];
        var rows = shape.Count / inputs;
        foreach (var isTransposed in new[] { false, true })             // x·W, or W·x
        {
            var (first, second) = (w.Gradient.Value.Shape[0], w.Gradient.Value.Shape[1]);
            var (high, wide) = isTransposed ? (second, first) : (first, second);
            if (high != inputs) continue;
            int At(int i, int h) => isTransposed ? h * second + i : i * second + h;
            var part = new double[x.Right.Length][];
            for (var k = 0; k < part.Length && part.Length > 0; k++)
            {
                // The rows of x that output k hears of are the only ones that it can hear of through W.
                int[] some = [.. Enumerable.Range(0, rows).Where(n => Enumerable.Range(0, inputs).Any(
                    i => !x.AreEqual(x.Right[k][n * inputs + i], 0)))];
                part[k] = new double[rows * inputs];
                if (some.Length == 0) continue;
                if (some.Length > inputs) { part = []; break; }
                double[][] directions = [.. some.Select(n => Enumerable.Range(0, inputs).Select(
                    i => x.Gradient.Value[n * inputs + i]).ToArray())];
                for (var h = 0; h < wide; h++)
                {
                    double[] data = [.. Enumerable.Range(0, inputs).Select(i => w.Right[k][At(i, h)])];
                    if (SumFit.Solve(data, directions, w) is not { } delta) { part = []; break; }
                    foreach (var (one, n) in some.Index())
                        for (var i = 0; i < inputs; i++)
                            part[k][n * inputs + i] += delta[one] * w.Gradient.Value[At(i, h)];
                }
            }
            if (part.Length > 0 && part.Any(row => row.Any(v => v != 0))) return part;
        }
        return null;
    }

    /// <summary>How many times too often each branch is there; null if that leaves something over.</summary>
    private static double[]? Fitted(Paths x, double[][][] branches)
    {
        double[] error = [.. x.Given.Zip(x.Right, (g, r) => g.Zip(r, (a, b) => a - b)).SelectMany(row => row)];
        double[][] flat = [.. branches.Select(part => part.SelectMany(row => row).ToArray())];
        return SumFit.Solve(error, flat, x);
    }
}
