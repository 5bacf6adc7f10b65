namespace CnnVerified.Verification.Hypotheses;

/// <summary>
/// Wrong paths through a norm, a mean or an inner product along an axis: what is left over on all paths from an output
/// is a multiple of the same numbers along it, those of a tensor or ones.
/// </summary>
internal static class PathNorms
{
    /// <summary>What to look at.</summary>
    public const string Look = "the path through its norm, mean or inner product: left out, or with another factor";
    /// <summary>The same where another tensor stands there.</summary>
    public const string Multiplied = "what this tensor is multiplied by here: the upstream gradient, a slope or a gate";

    private const int FewestEntries = 3;

    /// <summary>All that hold for every path.</summary>
    public static IEnumerable<PathFinding> Of(WrongPass wrong, Paths paths)
    {
        var shape = paths.Gradient.Value.Shape;
        for (var axis = 0; axis < shape.Rank; axis++)
        {
            var along = axis;
            if (shape[axis] < FewestEntries) continue;
            int[][] parts = [.. AxisGroups.Along(shape, one => one == along)];
            foreach (var (name, look, values) in Directions(wrong, paths.Gradient, axis))
                if (Explains(paths, parts, values))
                {
                    var part = $"{name} along {paths.Gradient.Axes[axis]}";
                    var (words, here, _) = paths.Portion(part, part);
                    yield return new(words, look, PathFinding.Vague) { Here = here };
                    yield break;
                }
        }
    }

    /// <summary>What may stand along an axis: ones, the tensor itself, others of its shape or of the axis.</summary>
    private static IEnumerable<(string Name, string Look, Func<int, double> Values)> Directions(
        WrongPass wrong, TensorGradient gradient, int axis)
    {
        var shape = gradient.Value.Shape;
        yield return ("a constant", Look, _ => 1);
        foreach (var (name, value) in wrong.Tensors.OrderBy(tensor => tensor.Name != gradient.Name))
            if (value.Shape.Count == shape.Count)
                yield return ($"a multiple of {name}", name == gradient.Name ? Look : Multiplied, i => value[i]);
            else if (value.Shape.Count == shape[axis])
                yield return ($"a multiple of {name}", Multiplied, i => value[shape.IndexOf(i)[axis]]);
    }

    private static bool Explains(Paths paths, int[][] parts, Func<int, double> values)
    {
        var isTold = false;
        foreach (var part in parts)
        {
            double[] direction = [.. part.Select(values)];
            for (var k = 0; k < paths.Right.Length; k++)
            {
                double[] error = [.. part.Select(i => paths.Given[k][i] - paths.Right[k][i])];
                if (LeastSquares.Multiple(error, direction, paths.Within) is null) return false;
                isTold |= error.Count(value => !paths.AreEqual(value, 0)) >= FewestEntries;
            }
        }
        return isTold;
    }
}
