using System.Globalization;

namespace CnnVerified.Verification.Hypotheses;

/// <summary>
/// What some places of a tensor have in common, in words that hold at other sizes too where there are any.
/// </summary>
internal static class Places
{
    /// <summary>
    /// The places in words if they are all those with certain indices along some axes, such as <c>the last H</c>; null
    /// otherwise, or if they are all places or none.
    /// </summary>
    public static string? Of(Shape shape, string[] axes, Func<int, bool> isIn)
    {
        int[][] places = [.. Enumerable.Range(0, shape.Count).Where(isIn).Select(shape.IndexOf)];
        if (places.Length == 0 || places.Length == shape.Count) return null;
        int[][] along = [.. Enumerable.Range(0, shape.Rank).Select(
            axis => places.Select(index => index[axis]).Distinct().Order().ToArray())];
        if (along.Aggregate(1L, (product, values) => product * values.Length) != places.Length) return null;
        string?[] words = [.. Enumerable.Range(0, shape.Rank).Where(axis => along[axis].Length < shape[axis])
            .Select(axis => Of(along[axis], axes[axis], shape[axis]))];
        return words.Contains(null) ? null : string.Join(" and ", words);
    }

    /// <summary>Whether places in words are at an end of an axis.</summary>
    public static bool IsAtEnd(string words) =>
        (words.StartsWith("the first ", StringComparison.Ordinal)
            || words.StartsWith("the last ", StringComparison.Ordinal))
        && !words.Contains(" half of ", StringComparison.Ordinal);

    private static string? Of(int[] values, string axis, int size)
    {
        var (isFirst, isLast) = (values[0] == 0, values[^1] == size - 1);
        var isRun = values[^1] - values[0] == values.Length - 1;
        if (isRun && values.Length == 1)
            return isFirst ? $"the first {axis}" : isLast ? $"the last {axis}" : At("=", values[0]);
        if (isRun && 2 * values.Length == size && (isFirst || isLast))
            return $"the {(isFirst ? "first" : "second")} half of {axis}";
        if (isRun && isLast) return At("≥", values[0]);
        if (isRun && isFirst) return At("≤", values[^1]);
        if (isRun) return string.Create(CultureInfo.InvariantCulture, $"{values[0]} ≤ {axis} ≤ {values[^1]}");
        return values.All(value => value % 2 == values[0] % 2) && values.Length >= (size + 1) / 2 && size > 3
            ? $"every {(isFirst ? "even" : "odd")} {axis}" : null;

        string At(string sign, int value) => string.Create(CultureInfo.InvariantCulture, $"{axis} {sign} {value}");
    }
}
