namespace CnnVerified.Verification.Hypotheses;

/// <summary>
/// Mistakes in what a recurrence hands from a step to the one before it: all is right within a step, and the wrong
/// paths from the next step show what became of ∂h′/∂h.
/// </summary>
internal static class Carry
{
    /// <summary>What to look at.</summary>
    public const string Look = "what is handed from a step to the one before it, the carry: ";

    private const string OwnUnit = Look + "what a unit keeps of its own old state";
    private const string Transposed = Look + "the order of the indices, W or Wᵀ";
    private const string Slope = Look + "the slope of the older step applies to it, too";
    private const string State = "which state dy is multiplied by: the one that the step started from";
    private const int FewestSteps = 3, FewestNumbers = 2, Weight = 3;

    /// <summary>All that hold for every path to the next step.</summary>
    public static IEnumerable<PathFinding> Of(WrongPass wrong, Paths paths, IReadOnlyList<Paths> all)
    {
        var (y, x) = (paths.Y.Shape, paths.Gradient.Value.Shape);
        for (var axis = 0; axis < y.Rank - 1; axis++)
        {
            if (y[axis] < FewestSteps) continue;
            if (!all.All(one => one == paths || MayFollow(one, axis))
                || Steps(paths, axis) is not { Length: > 0 } steps) continue;
            if (Multiples(steps, step => step.Behind, paths) is { } factors)
            {
                var right = Array.ConvertAll(
                    steps, step => LeastSquares.Multiple(step.Right, step.Behind, paths.Within));
                yield return new(
                    "correct, but what each unit hands to itself a step before has another factor", OwnUnit, Weight)
                {
                    Here = right.Contains(null) ? PathFactors.Here(factors).Replace("here", "here too much by")
                        : $"{PathFactors.Here(right)[..^1]} became {PathFactors.Here([.. right.Zip(
                            factors, (was, more) => was is { } w && more is { } m
                                ? new Ratio(w.Value + m.Value, w.Within + m.Within) : was)])[" (here ".Length..]}",
                };
            }
            foreach (var u in wrong.Gradients.Where(g => g.Value.Shape is { Rank: 2 } s && s[0] == s[1]
                && s[0] == y[y.Rank - 1]))
            {
                if (Multiples(steps, step => step.Through((k, j) => u.Value[j, k] - u.Value[k, j]), paths) is not null)
                    yield return new(
                        $"correct for {u.Name} transposed on the way to the step before", Transposed, Weight);
                foreach (var w in wrong.Gradients.Where(g => g.Value.Shape is { Rank: 2 } s && g != u))
                    foreach (var isTurned in new[] { false, true })
                        if (HasTime(paths, axis) && w.Value.Shape == (isTurned
                                ? new Shape(x[x.Rank - 1], y[y.Rank - 1]) : new(y[y.Rank - 1], x[x.Rank - 1]))
                            && new[] { false, true }.Any(isUTurned => Array.TrueForAll(steps, step =>
                                LeastSquares.Multiple(step.Given, step.Times(
                                    (k, j) => isUTurned ? u.Value[j, k] : u.Value[k, j],
                                    (j, i) => isTurned ? w.Value[i, j] : w.Value[j, i]), paths.Within) is not null)))
                            yield return new(
                                $"correct, but without the older step's slope behind {u.Name}", Slope, Weight + 1);
            }
        }
    }

    /// <summary>
    /// The new state where the old one belongs: the first step, which has none before it, hands back its own to a
    /// matrix of states.
    /// </summary>
    public static IEnumerable<PathFinding> OfState(Paths paths)
    {
        var (y, u) = (paths.Y.Shape, paths.Gradient.Value.Shape);
        if (y.Rank != 2 || u.Rank != 2 || u[0] != y[1] || u[1] != y[1] || y[0] < FewestSteps) yield break;
        double[] state = [.. Enumerable.Range(0, u[1]).Select(j => paths.Y[j])];
        foreach (var isTurned in new[] { false, true })
        {
            double[] Row(double[][] rows, int k) =>
                [.. Enumerable.Range(0, u[1]).Select(j => rows[k][isTurned ? j * u[1] + k : k * u[1] + j])];
            if (Enumerable.Range(0, u[0]).All(k => LeastSquares.Multiple(
                Row(paths.Given, k), state, paths.Within) is { Value: not 0 }
                && Array.TrueForAll(Row(paths.Right, k), one => paths.AreEqual(one, 0))))
                yield return new($"correct, but with the new state y for the old one, a step before", State, Weight);
        }
    }

    /// <summary>A sentence, with a space before it, where all is right but what steps hand to those before.</summary>
    public static string Evidence(Paths paths, IReadOnlyList<Paths> all) =>
        Enumerable.Range(0, Math.Max(0, paths.Y.Shape.Rank - 1)).Any(axis => paths.Y.Shape[axis] >= FewestSteps
            && all.All(one => one == paths || MayFollow(one, axis)) && Steps(paths, axis).Length > 0)
            ? " Within a step all is right: look at the carry, which is handed from a step to the one before it."
            : "";

    /// <summary>Whether what is wrong with a tensor's paths, if they run through steps, is a carry, too.</summary>
    private static bool MayFollow(Paths paths, int axis)
    {
        var time = Axes.Places(paths.Y.Shape, axis);
        return HasTime(paths, axis) ? paths.Wrong.Count == 0 ? !IsRecurrent(paths, axis) : IsCarried(paths, axis)
            : paths.Wrong.Count == 0 ? paths.All.All(one => time[one.K] > 0) : IsCarried(paths, axis);
    }

    private static bool HasTime(Paths paths, int axis) => axis < paths.Gradient.Value.Shape.Rank
        && paths.Gradient.Value.Shape[axis] == paths.Y.Shape[axis];

    private static bool IsRecurrent(Paths paths, int axis)
    {
        var (time, own) = (Axes.Places(paths.Y.Shape, axis), Axes.Places(paths.Gradient.Value.Shape, axis));
        return paths.All.Any(one => time[one.K] == own[one.I] + 1);
    }

    /// <summary>Whether all is right within a step, and no step hears from an earlier one.</summary>
    private static bool IsCarried(Paths paths, int axis)
    {
        var time = Axes.Places(paths.Y.Shape, axis);
        var own = HasTime(paths, axis) ? Axes.Places(paths.Gradient.Value.Shape, axis) : new int[paths.Right[0].Length];
        return paths.Wrong.All(one => time[one.K] > own[one.I]) && paths.All.All(one => time[one.K] >= own[one.I]);
    }

    /// <summary>The paths from one output of a step to what the step before works from.</summary>
    /// <param name="Unit">The output's place along the last axis.</param>
    /// <param name="Given">As given.</param>
    /// <param name="Right">As they are.</param>
    /// <param name="All">The paths from all units of the step before.</param>
    private sealed record Step(int Unit, double[] Given, double[] Right, double[][] All)
    {
        public double[] Error => [.. Given.Zip(Right, (given, right) => given - right)];

        /// <summary>The paths from the same unit of the step before.</summary>
        public double[] Behind => All[Unit];

        /// <summary>The paths through a matrix of states.</summary>
        public double[] Through(Func<int, int, double> u) => Times(u, (j, i) => All[j][i]);

        public double[] Times(Func<int, int, double> u, Func<int, int, double> w) =>
            [.. Enumerable.Range(0, Right.Length).Select(i => Enumerable.Range(0, All.Length).Sum(
                j => u(Unit, j) * w(j, i)))];
    }

    /// <summary>
    /// Each output with what it hands back a step earlier; none if what is wrong is no carry from step to step.
    /// </summary>
    private static Step[] Steps(Paths paths, int axis)
    {
        if (!IsCarried(paths, axis)) return [];
        var (y, time, hasTime) = (paths.Y.Shape, Axes.Places(paths.Y.Shape, axis), HasTime(paths, axis));
        var own = hasTime ? Axes.Places(paths.Gradient.Value.Shape, axis) : new int[paths.Right[0].Length];
        var units = y[y.Rank - 1];
        var stride = Axes.Stride(y, axis);
        return
        [
            .. from k in Enumerable.Range(0, y.Count)
               where time[k] > 0 && (hasTime || time[k] == 1)
               let columns = Enumerable.Range(0, own.Length).Where(i => own[i] == time[k] - 1).ToArray()
               let first = k - stride - k % units
               select new Step(k % units, At(paths.Given[k], columns), At(paths.Right[k], columns),
                   [.. Enumerable.Range(first, units).Select(l => At(paths.Right[l], columns))]),
        ];

        static double[] At(double[] row, int[] columns) => [.. columns.Select(i => row[i])];
    }

    /// <summary>By what each step's error is a multiple of a direction; null if one is none or nothing tells.</summary>
    private static Ratio?[]? Multiples(Step[] steps, Func<Step, double[]> direction, Paths paths)
    {
        var factors = Array.ConvertAll(steps, step => LeastSquares.Multiple(step.Error, direction(step), paths.Within));
        return factors.Contains(null) || !Array.Exists(steps, step => step.Error.Length >= FewestNumbers
            && Array.Exists(step.Error, error => !paths.AreEqual(error, 0))) ? null : factors;
    }
}
