namespace CnnVerified.Verification.Hypotheses;

/// <summary>
/// Mistakes of order: axes read backwards, swapped, or a storage read in another order than it was written.
/// </summary>
internal static class Order
{
    private const string Backwards =
        "the direction in which the kernel or the image is read: cross-correlation and convolution differ by it";
    private const string Transposed = "the order of the indices: W or Wᵀ, (F, C) or (C, F), H before W";

    /// <summary>All of them for a shape.</summary>
    public static IEnumerable<Rearrangement> Of(Shape shape, string[] axes)
    {
        var longAxes = Enumerable.Range(0, shape.Rank).Where(axis => shape[axis] > 1).ToArray();
        foreach (var axis in longAxes)
            yield return new($"{{0}} reversed along {axes[axis]}", Backwards, Reversed(axis));
        if (shape.Rank == 4 && shape[2] > 1 && shape[3] > 1)
            yield return new("{0} rotated by 180°", Backwards, Reversed(2, 3));
        if (longAxes.Length > 1)
            yield return new(
                "{0} with its storage read backwards", Backwards, Reversed([.. Enumerable.Range(0, shape.Rank)]));

        for (var a = 0; a < shape.Rank; a++)
            for (var b = a + 1; b < shape.Rank; b++)
            {
                if (shape[a] == 1 || shape[b] == 1) continue;
                var (first, second) = (a, b);
                var words = shape.Rank == 2
                    ? "{0} stored in transposed order" : $"{{0}} with {axes[a]} and {axes[b]} swapped in storage";
                if (shape[a] == shape[b])
                    yield return new(shape.Rank == 2 ? "{0} transposed" : $"{{0}} with {axes[a]} and {axes[b]} swapped",
                        Transposed, Swapped(first, second));
                else
                    foreach (var toStorage in new[] { true, false })
                        yield return new(words, Transposed, Restored(first, second, toStorage));
            }
    }

    /// <summary>A square matrix with rows and columns exchanged.</summary>
    public static Tensor<double> OfSquare(Tensor<double> matrix) => Swapped(0, 1)(matrix);

    private static Func<Tensor<double>, Tensor<double>> Reversed(params int[] axes) =>
        tensor => Rearrangement.Gather(index =>
    {
        int[] source = [.. index];
        foreach (var axis in axes) source[axis] = tensor.Shape[axis] - 1 - index[axis];
        return source;
    })(tensor);

    private static Func<Tensor<double>, Tensor<double>> Swapped(int a, int b) => Rearrangement.Gather(index =>
    {
        int[] source = [.. index];
        (source[a], source[b]) = (source[b], source[a]);
        return source;
    });

    /// <summary>
    /// The storage of a tensor whose axes a and b are swapped, taken for the tensor's own; or the other way round.
    /// </summary>
    private static Func<Tensor<double>, Tensor<double>> Restored(int a, int b, bool toStorage) => tensor =>
    {
        int[] sizes = [.. Enumerable.Range(0, tensor.Shape.Rank).Select(axis => tensor.Shape[axis])];
        (sizes[a], sizes[b]) = (sizes[b], sizes[a]);
        var (other, result) = (new Shape(sizes), new Tensor<double>(tensor.Shape));
        for (var i = 0; i < other.Count; i++)
        {
            var index = other.IndexOf(i);
            (index[a], index[b]) = (index[b], index[a]);
            var own = Rearrangement.Position(tensor.Shape, index);
            if (toStorage) result[i] = tensor[own];
            else result[own] = tensor[i];
        }
        return result;
    };
}
