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

    /// <summary>What to look at where factors differ.</summary>
    public const string Factors = "what is multiplied or divided by for each place along the axis, and how often";

    /// <summary>What to look at where one factor is wrong that is no constant.</summary>
    public const string Number = "a norm, a sum or a parameter as a factor: left out, there twice, or another one";

    private const int MostCopies = 3;
    private const string Misread = "the index at which dy is read, and the order of what was put together";
    /// <summary>What to look at.</summary>
    public const string Last = "the slope of what the forward pass does last: each output's dy is multiplied by it";
    /// <summary>What to look at.</summary>
    public const string First = "the slope of what the forward pass does first with each entry";
    private const string Misplaced = "the index at which the gradient is written";

    /// <summary>Whether it tells which outputs or entries are wrong, and not why.</summary>
    public static bool IsPlace(string look) => look is Lost or Factor or Factors or Number or Misread or Misplaced
        or PathPatterns.Assigned or PathPatterns.LeftOut;

    /// <summary>Slopes by the output, and what is left where they are left out.</summary>
    private static readonly (string Words, Func<double, double> F)[] OfY =
    [
        ("y", y => y), ("y²", y => y * y), ("1/y", y => 1 / y), ("1/y²", y => 1 / (y * y)),
        ("(1 − y²)", y => 1 - y * y), ("1/(1 − y²)", y => 1 / (1 - y * y)),
        ("y·(1 − y)", y => y * (1 - y)), ("1/(y·(1 − y))", y => 1 / (y * (1 - y))),
        ("(1 − y)", y => 1 - y), ("1/(1 − y)", y => 1 / (1 - y)), ("e^y", Math.Exp), ("e^−y", y => Math.Exp(-y)),
    ];

    /// <summary>All that hold for every path.</summary>
    public static IEnumerable<PathFinding> Of(WrongPass wrong, Paths paths) =>
        [.. OfOutputs(wrong, paths), .. OfEntries(wrong, paths)];

    /// <summary>Each output's path to all entries is lost, another one's, or multiplied.</summary>
    private static IEnumerable<PathFinding> OfOutputs(WrongPass wrong, Paths paths)
    {
        var (shape, axes) = (paths.Y.Shape, paths.YAxes);
        foreach (var one in Copied(paths)) yield return one;
        if (RowSource.Of(paths.Given, paths.Right, paths) is not { } sources) yield break;
        if (sources.Index().All(one => one.Item.Source == one.Index))
        {
            var factors = new PathFactors(shape, axes, [.. sources.Select(one => one.C)]);
            foreach (var (words, c) in factors.AtPlaces())
                yield return new($"correct for dy{words}", c.Value == 0 ? Lost : Factor, c.Value == 0 ? 1 : 2);
            foreach (var (words, f) in OfY)
                if (factors.Share(k => f(paths.Y[k])) is { } c)
                    yield return new($"correct for dy·{words}"
                        + (c.Is(1) ? "" : $" × {c}"), Factor, 2);
            if (IsIdentity(paths))
                yield return new("dy", "a factor that was left out: dy is passed on as it is", 1);
            var isTold = IsTold(paths.Right, sources, paths);
            foreach (var (words, weight) in factors.Along(wrong.Tensors, isTold))
                yield return new($"correct for dy{words}", Factors, weight + 1);
        }
        else if (sources.All(one => one.C is { Value: 1 }))
        {
            // Output k hands back what is another's: that one's dy is read where k's is written.
            var readAt = new int[sources.Length];
            foreach (var (k, one) in sources.Index()) readAt[one.Source] = k;
            foreach (var words in Permutations.Of(shape, axes, readAt))
                yield return new($"correct for dy {words}", Misread, 1);
        }
    }

    /// <summary>Some outputs hand back what others do, which hand it back as well.</summary>
    private static IEnumerable<PathFinding> Copied(Paths paths)
    {
        List<string> copies = [];
        foreach (var k in paths.Wrong.Select(one => one.K).Distinct())
        {
            var source = Array.FindIndex(paths.Right, right => right.Index().All(
                one => paths.AreEqual(one.Item, paths.Given[k][one.Index])));
            if (source < 0 || paths.Right[source].Count(value => !paths.AreEqual(value, 0)) < 2
                || paths.Wrong.Any(one => one.K == source)) yield break;
            copies.Add($"{EntryName.Of("y", paths.Y.Shape, k)} as {EntryName.Of("y", paths.Y.Shape, source)}");
        }
        yield return new("correct, but some outputs hand back what others should", Misread, 3)
        { Here = $" (here {string.Join(", ", copies.Take(MostCopies))})" };
    }

    /// <summary>Each entry hears from all outputs what another one should, or a multiple of what it should.</summary>
    private static IEnumerable<PathFinding> OfEntries(WrongPass wrong, Paths paths)
    {
        var (shape, axes) = (paths.Gradient.Value.Shape, paths.Gradient.Axes);
        var (given, right) = (Transposed(paths.Given), Transposed(paths.Right));
        if (RowSource.Of(given, right, paths) is not { } sources) yield break;
        if (sources.Index().All(one => one.Item.Source == one.Index))
        {
            var factors = new PathFactors(shape, axes, [.. sources.Select(one => one.C)]);
            foreach (var (words, c) in factors.AtPlaces())
                yield return new($"correct{words}", c.Value == 0 ? Lost : Factor, 2);
            var isTold = IsTold(right, sources, paths);
            foreach (var (words, weight) in factors.Along(wrong.Tensors, isTold))
                yield return new($"correct{words}", Factors, weight);
        }
        else if (sources.All(one => one.C is { Value: 1 }))
            foreach (var words in Permutations.Of(shape, axes, [.. sources.Select(one => one.Source)]))
                yield return new($"correct {words}", Misplaced, 1);
    }

    /// <summary>Every path from an output, or to an entry, has the same factor, whatever it may be.</summary>
    public static IEnumerable<PathFinding> OfAnyFactors(Paths paths)
    {
        var (shape, axes) = (paths.Gradient.Value.Shape, paths.Gradient.Axes);
        return
        [
            .. Found(paths.Given, paths.Right, paths.Y.Shape, paths.YAxes, "correct for dy", "y", Last),
            .. Found(Transposed(paths.Given), Transposed(paths.Right), shape, axes, "correct", "entry", First),
        ];

        IEnumerable<PathFinding> Found(
            double[][] given, double[][] right, Shape shape, string[] axes, string of, string one, string look)
        {
            if (RowSource.Of(given, right, paths) is not { } sources
                || sources.Index().Any(row => row.Item.Source != row.Index)) yield break;
            var factors = new PathFactors(shape, axes, [.. sources.Select(row => row.C)]);
            var own = factors.AxesOfTheirOwn().ToArray();
            foreach (var (axis, here) in own)
                yield return new($"{of} times a factor of its own for each {axis}", Factors, PathFinding.Vague)
                { Here = here };
            if (factors.Same is { Value: not (0 or 1) } same) yield return new(
                "correct times a number that is another one at other points", Number, PathFinding.Vague)
            { Here = PathFactors.Here([same]) };
            if (own.Length == 0 && factors.Differ && IsTold(right, sources, paths))
                yield return new($"{of} times a factor of its own for each {one}", look, PathFinding.Vague + 1)
                { Here = PathFactors.Here(factors.Of) };
        }
    }

    /// <summary>Whether several numbers of each row show that it is a multiple: any one number is.</summary>
    private static bool IsTold(double[][] right, RowSource[] sources, Paths paths) =>
        sources.Index().All(one => one.Item.C is null or { Value: 0 or 1 }
            || right[one.Index].Count(value => !paths.AreEqual(value, 0)) > 1);

    private static bool IsIdentity(Paths paths) =>
        paths.Y.Shape.Count == paths.Gradient.Value.Shape.Count && paths.Given.Index().All(row =>
            row.Item.Index().All(one => paths.AreEqual(one.Item, one.Index == row.Index ? 1 : 0)));

    /// <summary>Columns in place of rows.</summary>
    public static double[][] Transposed(double[][] rows) =>
        [.. Enumerable.Range(0, rows[0].Length).Select(i => rows.Select(row => row[i]).ToArray())];
}
