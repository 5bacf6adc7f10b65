using CnnVerified.Layers;

namespace CnnVerified.Verification.Hypotheses;

/// <summary>
/// All paths from an output, or all to an entry, that are lost, multiplied, or those of another one.
/// </summary>
internal static class PathRows
{
    /// <summary>What to look at where paths are missing.</summary>
    public const string Lost = "which paths end at this tensor: each output that it moves hands back a part";

    /// <summary>What to look at where factors are wrong.</summary>
    public const string Factor = "the factor on these paths: left out, or there twice";

    private const string Misread = "the index at which dy is read, and the order of what was put together";
    private const string Misplaced = "the index at which the gradient is written";

    /// <summary>Slopes by the output, and what is left where they are left out.</summary>
    private static readonly (string Words, Func<double, double> F)[] OfY =
    [
        ("y", y => y), ("y²", y => y * y), ("1/y", y => 1 / y), ("1/y²", y => 1 / (y * y)),
        ("(1 − y²)", y => 1 - y * y), ("1/(1 − y²)", y => 1 / (1 - y * y)),
        ("y·(1 − y)", y => y * (1 - y)), ("1/(y·(1 − y))", y => 1 / (y * (1 - y))),
        ("(1 − y)", y => 1 - y), ("1/(1 − y)", y => 1 / (1 - y)), ("e^y", Math.Exp), ("e^−y", y => Math.Exp(-y)),
    ];

    /// <summary>All that hold for every path.</summary>
    public static IEnumerable<PathFinding> Of(Paths paths) => [.. OfOutputs(paths), .. OfEntries(paths)];

    /// <summary>Each output's path to all entries is lost, another one's, or multiplied.</summary>
    private static IEnumerable<PathFinding> OfOutputs(Paths paths)
    {
        var (shape, axes) = (paths.Y.Shape, paths.YAxes);
        if (RowSource.Of(paths.Given, paths.Right, paths.AreEqual) is not { } sources) yield break;
        if (sources.Index().All(one => one.Item.Source == one.Index))
        {
            foreach (var (words, c) in Multiplied(shape, axes, [.. sources.Select(one => one.C)]))
                yield return new($"correct for dy {words}", c == 0 ? Lost : Factor, c == 0 ? 1 : 2);
            foreach (var (words, f) in OfY)
                if (Share(sources, k => f(paths.Y[k])) is { } c)
                    yield return new($"correct for dy·{words}"
                        + (Constant.Equal(c, 1) ? "" : $" × {Constant.Number(c)}"), Factor, 2);
            if (IsIdentity(paths))
                yield return new("dy", "a factor that was left out: dy is passed on as it is", 1);
        }
        else if (sources.All(one => one.C == 1))
        {
            // Output k hands back what is another's: that one's dy is read where k's is written.
            var readAt = new int[sources.Length];
            foreach (var (k, one) in sources.Index()) readAt[one.Source] = k;
            foreach (var words in Permuted(shape, axes, readAt))
                yield return new($"correct for dy {words}", Misread, 1);
        }
    }

    /// <summary>Each entry hears from all outputs what another one should, or a multiple of what it should.</summary>
    private static IEnumerable<PathFinding> OfEntries(Paths paths)
    {
        var (shape, axes) = (paths.Gradient.Value.Shape, paths.Gradient.Axes);
        if (RowSource.Of(Transposed(paths.Given), Transposed(paths.Right), paths.AreEqual) is not { } sources)
            yield break;
        if (sources.Index().All(one => one.Item.Source == one.Index))
        {
            double?[] factors = [.. sources.Select(one => one.C)];
            foreach (var (words, c) in Multiplied(shape, axes, factors))
                yield return new($"correct {words}", c == 0 ? Lost : Factor, 2);
            for (var axis = 0; axis < shape.Rank; axis++)
            {
                var one = axis;
                if (shape[axis] == shape.Count || !Differ(factors)
                    || Enumerable.Range(0, shape.Count).GroupBy(i => shape.IndexOf(i)[one]).Any(place =>
                        place.Select(i => factors[i]).OfType<double>().ToArray() is [var c, .. var rest]
                        && rest.Any(other => !Constant.Equal(other, c)))) continue;
                var where = Places.Of(shape, axes, i => factors[i] is not (null or 1)) is { } places
                    ? $" at {places}" : "";
                yield return new(
                    $"correct times a factor of its own for each {axes[axis]}{where}", Residues.Factors, 3);
            }
        }
        else if (sources.All(one => one.C == 1))
            foreach (var words in Permuted(shape, axes, [.. sources.Select(one => one.Source)]))
                yield return new($"correct {words}", Misplaced, 1);
    }

    private static bool IsIdentity(Paths paths) =>
        paths.Y.Shape.Count == paths.Gradient.Value.Shape.Count && paths.Given.Index().All(row =>
            row.Item.Index().All(one => paths.AreEqual(one.Item, one.Index == row.Index ? 1 : 0)));

    private static bool Differ(double?[] factors) =>
        factors.OfType<double>().Where(c => c != 1).ToArray() is [var first, .. var rest]
        && rest.Any(c => !Constant.Equal(c, first));

    private static double[][] Transposed(double[][] rows) =>
        [.. Enumerable.Range(0, rows[0].Length).Select(i => rows.Select(row => row[i]).ToArray())];

    /// <summary>The number by which all factors are that multiple of a function; null if there is none.</summary>
    private static double? Share(RowSource[] sources, Func<int, double> f)
    {
        double? c = null;
        foreach (var (k, one) in sources.Index())
        {
            if (one.C is not { } factor) continue;
            var ratio = factor / f(k);
            if (!double.IsFinite(ratio) || ratio == 0 || c is not null && !Constant.Equal(ratio, c.Value)) return null;
            c = ratio;
        }
        return c is { } all && (Constant.Equal(all, 1) || Constant.IsPlain(Math.Abs(all))) ? c : null;
    }

    /// <summary>Factors that are 1 but at some places, where they are all the same.</summary>
    private static IEnumerable<(string Words, double C)> Multiplied(Shape shape, string[] axes, double?[] factors)
    {
        if (factors.FirstOrDefault(c => c is not null and not 1) is not { } c
            || factors.Any(other => other is not (null or 1) && other != c && !Constant.Equal(other.Value, c)))
            yield break;
        bool IsOther(int k, bool otherwise) => factors[k] is { } known ? known != 1 : otherwise;
        // Where nothing is known of a factor, it counts as either. At two places, the first is all but the last.
        var found = (from unknown in factors.Contains(null) ? new[] { false, true } : [false]
                     let other = Places.Of(shape, axes, k => IsOther(k, unknown))
                     let kept = Places.Of(shape, axes, k => !IsOther(k, unknown))
                     from one in new[] { (Words: other, IsOther: true), (Words: kept, IsOther: false) }
                     where one.Words is not null && (c == 0 || one.IsOther)
                     orderby !Places.IsAtEnd(one.Words), one.Words.Length
                     select one).ToArray();
        foreach (var (places, isOther) in found.Where((one, i) => i == 0 || Places.IsAtEnd(one.Words!)))
            yield return (c != 0 ? $"× {Constant.Number(c)} at {places}"
                : isOther ? $"without {places}" : $"with only {places}", c);
    }

    private static IEnumerable<string> Permuted(Shape shape, string[] axes, int[] source)
    {
        var places = new Tensor<double>(shape, [.. Enumerable.Range(0, shape.Count).Select(k => (double)k)]);
        return Order.Of(shape, axes).Concat(Shifts.Of(shape, axes))
            .Where(one => one.Apply(places).Values.ToArray().Select(at => (int)at).SequenceEqual(source))
            .Select(one => one.Of("").Trim()).Concat(Blocks.Of(shape, axes, source));
    }
}
