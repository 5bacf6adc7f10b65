namespace CnnVerified.Verification.Hypotheses;

/// <summary>Mistakes of summing: over an axis too many, or running totals that nobody clears.</summary>
internal static class Reductions
{
    /// <summary>All of them for a shape.</summary>
    public static IEnumerable<Rearrangement> Of(Shape shape, string[] axes)
    {
        for (var axis = 0; axis < shape.Rank; axis++)
        {
            if (shape[axis] == 1) continue;
            var (a, end) = (axis, shape[axis] - 1);
            yield return new($"{{0}} summed over {axes[a]}",
                "an axis that is summed over though the result still has it, or along which weights are left out",
                Folded(a, (_, _) => true));
            yield return new($"{{0}} accumulated along {axes[a]}",
                "a buffer that is not cleared between two turns of a loop", Folded(a, (to, from) => from <= to));
            yield return new($"{{0}} with the first {axes[a]} everywhere", "an index that stays 0 in its loop",
                Rearrangement.Gather(index => Rearrangement.With(index, a, 0)));
            yield return new($"{{0}} with the last {axes[a]} everywhere", "an index that stays at its end",
                Rearrangement.Gather(index => Rearrangement.With(index, a, end)));
        }
        if (shape.Rank > 1 && shape.Count > 1)
            yield return new(
                "{0} summed over everything", "an axis that is summed over though the result still has it", tensor =>
            {
                var sum = new Tensor<double>(tensor.Shape);
                sum.Values.Fill(tensor.Values.ToArray().Sum());
                return sum;
            });
    }

    private static Func<Tensor<double>, Tensor<double>> Folded(int axis, Func<int, int, bool> isAdded) => tensor =>
    {
        var result = new Tensor<double>(tensor.Shape);
        for (var i = 0; i < tensor.Shape.Count; i++)
        {
            var index = tensor.Shape.IndexOf(i);
            for (var from = 0; from < tensor.Shape[axis]; from++)
                if (isAdded(index[axis], from))
                    result[i] += tensor[Rearrangement.Position(tensor.Shape, Rearrangement.With(index, axis, from))];
        }
        return result;
    };
}
