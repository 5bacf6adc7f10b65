namespace CnnVerified.Verification.Hypotheses;

/// <summary>The places of a tensor that a forward pass may sum over.</summary>
internal static class AxisGroups
{
    /// <summary>Over which axes, or groups of channels, a forward pass may sum; the largest sums first.</summary>
    public static (string Over, int[][] Groups)[] Of(Shape shape, string[] axes)
    {
        List<(string, int[][])> all = [];
        if (shape.Rank > 1) Add("all axes", _ => 0);
        if (shape.Rank > 2)
        {
            Add($"all axes but {axes[0]}", index => index[0]);
            Add($"all axes but {axes[1]}", index => index[1]);
            for (var groups = 2; groups < shape[1]; groups++)
            {
                var size = shape[1] / groups;
                if (shape[1] % groups == 0)
                    Add($"each group of {size} {axes[1]}", index => index[0] * shape[1] + index[1] / size);
            }
        }
        if (shape.Rank > 3) Add(
            $"all axes but {axes[0]} and {axes[1]}", index => index[0] * shape[1] + index[1]);
        for (var axis = 0; axis < shape.Rank; axis++)
        {
            var only = axis;
            if (shape[axis] > 1)
                Add(axes[axis], index => Rearrangement.Position(shape, Rearrangement.With(index, only, 0)));
        }
        return [.. all];

        void Add(string over, Func<int[], int> key) => all.Add((over,
            [.. Enumerable.Range(0, shape.Count).GroupBy(k => key(shape.IndexOf(k))).Select(one => one.ToArray())]));
    }

    /// <summary>The places that differ along some axes only.</summary>
    public static IEnumerable<int[]> Along(Shape shape, Func<int, bool> isSummed) =>
        Enumerable.Range(0, shape.Count).GroupBy(i =>
        {
            var place = 0;
            foreach (var (axis, at) in shape.IndexOf(i).Index())
                place = place * shape[axis] + (isSummed(axis) ? 0 : at);
            return place;
        }).Select(group => group.ToArray());
}
