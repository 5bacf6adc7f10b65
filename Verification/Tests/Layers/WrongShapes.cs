namespace CnnVerified.Verification.Tests.Layers;

/// <summary>Shapes that an argument must not have because it must have another one.</summary>
internal static class WrongShapes
{
    /// <summary>A wrong rank, an axis off by one or twice as long, two axes exchanged, a scalar.</summary>
    public static IEnumerable<Shape> Of(Shape right)
    {
        int[] sizes = [.. Enumerable.Range(0, right.Rank).Select(axis => right[axis])];
        var wrong = new List<int[]> { Array.Empty<int>(), new[] { 1 }, new[] { right.Count }, sizes[1..], sizes[..^1] };
        wrong.AddRange([[1, .. sizes], [.. sizes, 1], [.. sizes, 2]]);
        for (var axis = 0; axis < sizes.Length; axis++)
        {
            wrong.AddRange([With(axis, sizes[axis] + 1), With(axis, sizes[axis] - 1), With(axis, 2 * sizes[axis])]);
            for (var other = 0; other < axis; other++)
                wrong.Add([.. sizes.Select((size, a) => a == axis ? sizes[other] : a == other ? sizes[axis] : size)]);
        }
        return wrong.Where(shape => shape.All(size => size > 0)).Select(shape => new Shape(shape))
            .Where(shape => shape != right);

        int[] With(int axis, int size) => [.. sizes.Select((old, a) => a == axis ? size : old)];
    }

    /// <summary>A tensor of draws in each of them, and none.</summary>
    public static IEnumerable<Tensor<double>?> Tensors(Shape right) =>
        Of(right).Select(shape => new NormalValues(shape.Count).Tensor<double>(shape)).Prepend(null);
}
