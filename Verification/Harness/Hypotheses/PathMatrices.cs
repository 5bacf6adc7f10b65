using System.Globalization;

namespace CnnVerified.Verification.Hypotheses;

/// <summary>
/// Wrong paths through one matrix of weights, whatever slopes come after it: what is left over on the paths from an
/// output is a multiple of one row of it, or of that of its transpose less its own.
/// </summary>
internal static class PathMatrices
{
    /// <summary>What to look at.</summary>
    public const string Look = "the path through this matrix: it is left out, or has another slope or gate";

    /// <summary>What to look at where all paths go through it.</summary>
    public const string Factors =
        "what this matrix's product is weighted by on its way: an adjacency, a mask, a normalisation, a gate";

    private const int FewestColumns = 2;

    /// <summary>All that hold for every path.</summary>
    public static IEnumerable<PathFinding> Of(WrongPass wrong, Paths paths)
    {
        var (y, x) = (paths.Y.Shape, paths.Gradient.Value.Shape);
        if (x[x.Rank - 1] < FewestColumns) yield break;
        foreach (var matrix in wrong.Gradients.Where(g => g.Name != paths.Gradient.Name && g.Value.Shape.Rank == 2))
            foreach (var (units, rows, columns, isTransposed) in Blocks(
                matrix.Value.Shape, y[y.Rank - 1], x[x.Rank - 1]))
            {
                double At(int unit, int entry) => isTransposed
                    ? matrix.Value[columns + entry, rows + unit] : matrix.Value[rows + unit, columns + entry];
                var block = Block(matrix, units, x[x.Rank - 1], rows, columns, isTransposed);
                var isThrough = Explains(Errors(paths), paths, units, At);
                if (!isThrough && !(units == x[x.Rank - 1]
                    && Explains(Errors(paths), paths, units, (k, i) => At(i, k) - At(k, i)))) continue;
                yield return isThrough && Explains(paths.Right, paths, units, At)
                    ? new($"correct, but for each output and each place of {paths.Gradient.Name} "
                        + $"with a factor of its own before {block}", Factors, PathFinding.Vague)
                    : isThrough
                    ? new($"correct + a multiple of the path through {block}", Look, PathFinding.Vague)
                    : new($"correct for {block} transposed", "the order of the indices: W or Wᵀ", 2);
                yield break;
            }
    }

    private static IEnumerable<(int Units, int Rows, int Columns, bool IsTransposed)> Blocks(
        Shape matrix, int outputs, int entries) =>
        from isTransposed in new[] { false, true }
        let rows = matrix[isTransposed ? 1 : 0]
        let columns = matrix[isTransposed ? 0 : 1]
        from parts in new[] { 2, 1 }                               // y may be two states
        where outputs % parts == 0 && rows % (outputs / parts) == 0 && columns >= entries
        let units = outputs / parts
        from row in Enumerable.Range(0, rows / units)
        from column in new[] { 0, columns - entries }.Distinct()
        select (units, row * units, column, isTransposed);

    private static string Block(
        TensorGradient matrix, int units, int entries, int rows, int columns, bool isTransposed)
    {
        var (first, second) = isTransposed ? (columns, rows) : (rows, columns);
        var (high, wide) = isTransposed ? (entries, units) : (units, entries);
        var (r, c) = (Range(first, high, matrix.Value.Shape[0]), Range(second, wide, matrix.Value.Shape[1]));
        return r == ":" && c == ":" ? matrix.Name : $"{matrix.Name}[{r}, {c}]";

        static string Range(int first, int count, int size) => count == size ? ":"
            : string.Create(CultureInfo.InvariantCulture, $"{first}..{first + count - 1}");
    }

    /// <summary>
    /// Whether every row of some numbers is a multiple of a row of the matrix, and one at least of two numbers.
    /// </summary>
    private static bool Explains(double[][] rows, Paths paths, int units, Func<int, int, double> at)
    {
        var (entries, isTold) = (paths.Gradient.Value.Shape[paths.Gradient.Value.Shape.Rank - 1], false);
        for (var k = 0; k < paths.Right.Length; k++)
            for (var start = 0; start < paths.Right[k].Length; start += entries)
            {
                double[] row = rows[k][start..(start + entries)];
                double[] weights = [.. Enumerable.Range(0, entries).Select(i => at(k % units, i))];
                if (LeastSquares.Multiple(row, weights, paths.Within) is null) return false;
                var some = row.Count(value => !paths.AreEqual(value, 0));
                isTold |= some >= FewestColumns;
            }
        return isTold;
    }

    private static double[][] Errors(Paths paths) =>
        [.. paths.Given.Zip(paths.Right, (given, right) => given.Zip(right, (a, b) => a - b).ToArray())];
}
