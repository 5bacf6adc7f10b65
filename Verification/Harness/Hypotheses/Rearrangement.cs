namespace CnnVerified.Verification.Hypotheses;

/// <summary>Something that a mistake does to a tensor, be it a gradient or what a gradient is computed from.</summary>
/// <param name="Words">The result in words, with {0} for the tensor, such as <c>{0} rotated by 180°</c>.</param>
/// <param name="Look">What to look at in a backward pass that does this.</param>
/// <param name="Apply">Makes the result, a tensor of the same shape.</param>
internal sealed record Rearrangement(string Words, string Look, Func<Tensor<double>, Tensor<double>> Apply)
{
    /// <summary>The result for a tensor of some name.</summary>
    public string Of(string name) => Words.Replace("{0}", name, StringComparison.Ordinal);

    /// <summary>The words for reading a tensor so where itself belongs.</summary>
    public string Instead(string name) =>
        Words.StartsWith("{0} ", StringComparison.Ordinal) ? Of(name) : $"{name} replaced by {Of(name)}";

    /// <summary>Everything that may happen to a tensor of a shape.</summary>
    /// <param name="shape">The shape.</param>
    /// <param name="axes">What its axes are called.</param>
    public static IEnumerable<Rearrangement> All(Shape shape, string[] axes) =>
    [
        .. Order.Of(shape, axes), .. Omissions.Of(shape, axes), .. Shifts.Of(shape, axes),
        .. Reductions.Of(shape, axes), .. Distortions.All,
    ];

    /// <summary>The same less sums, which a backward pass makes of gradients but not of values.</summary>
    public static IEnumerable<Rearrangement> OfValues(Shape shape, string[] axes) =>
        All(shape, axes).Where(one => !one.Words.Contains("summed", StringComparison.Ordinal)
            && !one.Words.Contains("accumulated", StringComparison.Ordinal));

    /// <summary>A tensor whose entry at each index comes from another index; zero where that is null.</summary>
    public static Func<Tensor<double>, Tensor<double>> Gather(Func<int[], int[]?> source) => tensor =>
    {
        var result = new Tensor<double>(tensor.Shape);
        for (var i = 0; i < tensor.Shape.Count; i++)
            if (source(tensor.Shape.IndexOf(i)) is { } index) result[i] = tensor[Position(tensor.Shape, index)];
        return result;
    };

    /// <summary>The row-major position of an index.</summary>
    public static int Position(Shape shape, ReadOnlySpan<int> index)
    {
        var position = 0;
        for (var axis = 0; axis < shape.Rank; axis++) position = position * shape[axis] + index[axis];
        return position;
    }

    /// <summary>An index with one axis changed.</summary>
    public static int[] With(int[] index, int axis, int value)
    {
        int[] changed = [.. index];
        changed[axis] = value;
        return changed;
    }
}
