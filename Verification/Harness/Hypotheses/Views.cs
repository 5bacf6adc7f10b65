namespace CnnVerified.Verification.Hypotheses;

/// <summary>
/// Mistakes in a matrix that code keeps in an array of one axis, row by row: the array is diagnosed as a matrix of each
/// size that it may have.
/// </summary>
internal static class Views
{
    private const int Most = 6;

    /// <summary>All of them for one tensor's gradient.</summary>
    public static IEnumerable<Hypothesis> Of(WrongPass wrong, int variable, Deadline deadline)
    {
        var gradient = wrong.Gradients[variable];
        var count = gradient.Value.Shape.Count;
        if (gradient.Value.Shape.Rank != 1) yield break;
        foreach (var rows in Enumerable.Range(2, Math.Max(0, count / 2 - 1))
            .Where(rows => count % rows == 0).OrderBy(rows => Math.Abs(rows - count / rows)).Take(Most))
        {
            var shape = new Shape(rows, count / rows);
            var own = new TensorGradient(gradient.Name, ["row", "column"], gradient.Value.WithShape(shape),
                gradient.Given.WithShape(shape), gradient.Right.WithShape(shape));
            var matrix = wrong with
            {
                Gradients = [.. wrong.Gradients.Select(one => one == gradient ? own : one)],
                Pass = null,
                KnownPaths = wrong.Paths(deadline)?.Select((one, v) => v == variable
                    ? one.Only(own, [.. Enumerable.Range(0, count)]) : one).ToArray(),
            };
            foreach (var one in Rearrangement.All(shape, own.Axes).Select(one => KnownMistakes.Of(own, one))
                .Concat(KnownMistakes.OnPaths(matrix, variable, deadline))
                .Concat(KnownMistakes.Along(matrix, variable, deadline))
                .Concat(KnownMistakes.OnPathsOtherwise(matrix, variable, deadline))
                .Concat(Operators.Of(matrix, variable, deadline))
                .Where(one => one.Words.Contains("softmax", StringComparison.Ordinal)
                    || one.Words.Contains("row", StringComparison.Ordinal)
                    || one.Words.Contains("column", StringComparison.Ordinal)
                    || one.Words.Contains("transposed", StringComparison.Ordinal)))
                yield return one with
                {
                    Words = $"{one.Words}, as {rows} × {count / rows}",
                    Weight = one.Weight + 1,
                    Predict = () => one.Predict().WithShape(gradient.Value.Shape),
                };
        }
    }
}
