namespace CnnVerified.Verification.Comparison;

/// <summary>Where two tensors that should agree first differ, in words; null if they agree.</summary>
internal static class Difference
{
    /// <summary>The first entry whose bits differ (0 and −0 count as equal).</summary>
    public static string? InBits(string name, Tensor<double> actual, Tensor<double> expected)
    {
        for (var i = 0; i < expected.Shape.Count; i++)
            if (!actual[i].Equals(expected[i]))
                return Sentence(name, actual, expected, i);
        return null;
    }

    /// <summary>
    /// The first entry that differs by more than rounding: relative to the larger of it and
    /// the tensor's root mean square.
    /// </summary>
    public static string? BeyondRounding(string name, Tensor<double> actual, Tensor<double> expected) =>
        BeyondRounding(name, actual, expected, null, 1);

    /// <summary>
    /// The same for several pairs of tensors; what seems to differ may still be what rounding does where terms cancel.
    /// </summary>
    /// <param name="actual">Some results, by name.</param>
    /// <param name="expected">What they should be.</param>
    /// <param name="rounding">Measures what rounding does to each entry; asked only if something differs.</param>
    /// <param name="coarseness">How many times coarser than double precision the results are.</param>
    public static string? BeyondRounding(
        IEnumerable<(string Name, Tensor<double> Value)> actual,
        IEnumerable<(string Name, Tensor<double> Value)> expected,
        Func<IEnumerable<Tensor<double>>> rounding, double coarseness = 1)
    {
        var pairs = actual.Zip(expected, (a, e) => (a.Name, Actual: a.Value, Expected: e.Value)).ToArray();
        return pairs.All(pair => BeyondRounding(pair.Name, pair.Actual, pair.Expected, null, coarseness) is null) ? null
            : pairs.Zip(rounding(), (pair, moves) =>
                BeyondRounding(pair.Name, pair.Actual, pair.Expected, moves, coarseness))
                .FirstOrDefault(complaint => complaint is not null);
    }

    /// <summary>The first complaint about several pairs of tensors.</summary>
    public static string? First(
        Func<string, Tensor<double>, Tensor<double>, string?> compare,
        IEnumerable<(string Name, Tensor<double> Value)> actual,
        IEnumerable<(string Name, Tensor<double> Value)> expected) =>
        actual.Zip(expected, (a, e) => compare(a.Name, a.Value, e.Value))
            .FirstOrDefault(complaint => complaint is not null);

    private static string? BeyondRounding(
        string name, Tensor<double> actual, Tensor<double> expected, Tensor<double>? moves, double coarseness)
    {
        var scale = RootMeanSquare.Of(expected.Values);
        for (var i = 0; i < expected.Shape.Count; i++)
        {
            var allowed = coarseness * Tolerances.AnalyticRounding * Math.Max(Math.Abs(expected[i]), scale)
                + (moves is null ? 0 : Tolerances.RoundingMoves * moves[i]);
            if (!(Math.Abs(actual[i] - expected[i]) <= allowed))
                return Sentence(name, actual, expected, i);
        }
        return null;
    }

    private static string Sentence(string name, Tensor<double> actual, Tensor<double> expected, int i)
    {
        var entry = $"{name}[{string.Join(", ", expected.Shape.IndexOf(i))}]";
        var value = actual[i].ToString("G10", CultureInfo.InvariantCulture);
        return actual[i].Equals(expected[i]) ? $"{entry} is {value}"                      // NaN or infinite
            : double.IsNaN(expected[i]) ? $"{entry} is {value}, but NaN when computed in another way"
            : string.Create(CultureInfo.InvariantCulture, $"{entry} is {value} where {expected[i]:G10} belongs");
    }
}
