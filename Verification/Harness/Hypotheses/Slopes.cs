namespace CnnVerified.Verification.Hypotheses;

/// <summary>
/// Mistakes in the slope of something that works entry by entry: another term in its place, one too many or too few.
/// </summary>
internal static class Slopes
{
    /// <summary>What to look at.</summary>
    public const string Look =
        "the slope's formula, term by term: what is left out, doubled, or taken at the wrong place";
    private const int Base = 2;

    /// <summary>
    /// All of them for the gradient of the input, and for that of a parameter with one number for each place along an
    /// axis, which is a sum over the others.
    /// </summary>
    public static IEnumerable<Hypothesis> Of(WrongPass wrong, TensorGradient gradient)
    {
        var shape = gradient.Value.Shape;
        if (wrong.Arguments is not { } a || !(a.X.Shape.Count == a.Y.Shape.Count || wrong.IsOneNumber)) yield break;
        var dy = wrong.IsLoss || wrong.IsOneNumber ? null : a.Dy;
        var by = dy is null ? "" : "dy·";
        if (a.X.Shape.Count == shape.Count && dy is not null)
            yield return new("dy", Look, Base, () => Each(i => dy[i]), Role.Added);
        if (a.X.Shape.Count == shape.Count)
            foreach (var (words, values, weight) in wrong.Terms)
            {
                var slope = new Lazy<Tensor<double>>(() => Each(i => (dy?[i] ?? 1) * values[i]));
                yield return new(by + words, Look, Base + weight, () => slope.Value);
                yield return new(by + words, Look, Base + weight, () => slope.Value, Role.Added);
                if (weight <= 2)
                    yield return new(
                        $"correct·{words}", Look, Base + weight, () => Each(i => gradient.Right[i] * values[i]));
            }
        else if (dy is not null && gradient != wrong.Gradients[^1])
            foreach (var axis in Enumerable.Range(0, dy.Shape.Rank).Where(axis => dy.Shape[axis] == shape.Count))
                foreach (var (words, values, weight) in wrong.Terms.Where(term => term.Weight <= 3))
                    yield return new(
                        $"Σ dy·{words} over all axes but {wrong.AxesOf(dy.Shape)[axis]}", Look, 1 + weight,
                        () => Summed(axis, i => dy[i] * values[i]));

        Tensor<double> Each(Func<int, double> value) =>
            new(shape, [.. Enumerable.Range(0, shape.Count).Select(value)]);

        Tensor<double> Summed(int axis, Func<int, double> value)
        {
            var sums = new Tensor<double>(shape);
            for (var i = 0; i < dy.Shape.Count; i++) sums[dy.Shape.IndexOf(i)[axis]] += value(i);
            return sums;
        }
    }
}
