namespace CnnVerified.Verification.Hypotheses;

/// <summary>
/// What mixes the places along an axis that an input and the outputs share, as an adjacency matrix, attention or a
/// resampling does: used the wrong way round.
/// </summary>
internal static class Mixing
{
    /// <summary>What to look at.</summary>
    public const string Look =
        "which way places are mixed, by a matrix, a list or a shift: the backward pass needs its transpose";

    /// <summary>The axes along which all paths run the other way, apart from outputs that hand back nothing.</summary>
    public static IEnumerable<string> Transposed(Paths paths)
    {
        var (y, x) = (paths.Y.Shape, paths.Gradient.Value.Shape);
        if (y.Rank < 2 || x.Rank < 2) yield break;
        bool[] isSilent = [.. paths.Given.Zip(paths.Right, (given, right) => IsZero(given) || IsZero(right))];
        for (var axis = 0; axis < Math.Min(y.Rank, x.Rank); axis++)
            if (y[axis] == x[axis] && y[axis] > 2 && Holds(axis))
                yield return paths.YAxes[axis] == paths.Gradient.Axes[axis]
                    ? paths.YAxes[axis] : $"axis {axis}";

        bool Holds(int axis)
        {
            var (along, own) = (Axes.Places(y, axis), Axes.Places(x, axis));
            var (stride, ownStride) = (Axes.Stride(y, axis), Axes.Stride(x, axis));
            for (var k = 0; k < y.Count; k++)
                for (var i = 0; i < x.Count; i++)
                {
                    var further = own[i] - along[k];
                    var (l, j) = (k + further * stride, i - further * ownStride);
                    if (!isSilent[k] && !isSilent[l] && !paths.AreEqual(paths.Given[k][i], paths.Right[l][j]))
                        return false;
                }
            return paths.Wrong.Any(one => !isSilent[one.K]);
        }

        bool IsZero(double[] row) => Array.TrueForAll(row, one => paths.AreEqual(one, 0));
    }
}
