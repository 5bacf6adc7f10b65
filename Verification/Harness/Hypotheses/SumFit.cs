namespace CnnVerified.Verification.Hypotheses;

/// <summary>
/// A sum over dy that stands on all paths between different places of a group, and on no path to another group: what
/// dy is multiplied by at the output, times a number that the entry has.
/// </summary>
/// <param name="Sum">The sum.</param>
/// <param name="C">The numbers, by group, entry and what is summed.</param>
internal sealed record SumFit(SumOverDy Sum, double[,,] C)
{
    /// <summary>The sum on some derivatives; null if they are others.</summary>
    public static SumFit? Of(Paths paths, double[][] rows, SumOverDy sum)
    {
        var (count, groupOf) = (rows.Length, new int[rows.Length]);
        if (sum.Of.Length > 0 && sum.Groups[0].Length < sum.Of.Length + 2) return null;
        foreach (var (g, group) in sum.Groups.Index())
            foreach (var k in group) groupOf[k] = g;
        for (var k = 0; k < count; k++)
            for (var i = 0; i < count; i++)
                if (k != i && (sum.Of.Length == 0 || groupOf[k] != groupOf[i]) && !paths.AreEqual(rows[k][i], 0))
                    return null;
        var c = new double[sum.Groups.Length, count, sum.Of.Length];
        if (sum.Of.Length == 0) return new(sum, c);
        foreach (var (g, group) in sum.Groups.Index())
            foreach (var i in group)
            {
                int[] others = [.. group.Where(k => k != i)];
                if (Solve([.. others.Select(k => rows[k][i])], sum.At(others), paths) is not { } found) return null;
                foreach (var (f, value) in found.Index()) c[g, i, f] = value;
            }
        return new(sum, c);
    }

    /// <summary>What the sum puts on the path from an output to the entry at the same place.</summary>
    public double At(int k)
    {
        if (Sum.Of.Length == 0) return 0;
        var group = Array.FindIndex(Sum.Groups, places => places.Contains(k));
        return Sum.Of.Index().Sum(one => C[group, k, one.Index] * one.Item.Values[k]);
    }

    /// <summary>By what one of the numbers is larger than one of another fit everywhere; null if it differs.</summary>
    public Ratio? Times(int own, SumFit other, int others, Paths paths)
    {
        Ratio? c = null;
        for (var group = 0; group < Sum.Groups.Length; group++)
            foreach (var i in Sum.Groups[group])
            {
                var (was, became) = (other.C[group, i, others], C[group, i, own]);
                if (paths.AreEqual(was, 0) && paths.AreEqual(became, 0)) continue;
                var ratio = new Ratio(became / was, paths.Within / Math.Abs(was));
                if (c is { } known && !ratio.Is(known)) return null;
                if (!(c?.Within < ratio.Within)) c = ratio;
            }
        return c;
    }

    /// <summary>The combination of one or two directions that gives some numbers; null if there is none.</summary>
    public static double[]? Solve(double[] data, double[][] directions, Paths paths) =>
        LeastSquares.Of(directions, data) is { } found
        && LeastSquares.Left(directions, data, found).All(left => paths.AreEqual(left, 0)) ? found : null;
}
