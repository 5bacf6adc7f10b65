namespace CnnVerified.Verification.Repairing;

/// <summary>What some steps reach: wrong gradients, and all outputs of gradients, wrong ones first.</summary>
internal sealed record Scope(int[] Gradients, int[] Outputs);

/// <summary>A recorded backward pass, whose outputs are gradients, and what each of its steps does to them.</summary>
internal sealed class BackwardTape
{
    private const int MostEffects = 4_000_000;
    private const double Agreement = 4;

    private readonly int[] gradientOf;                                        // by output
    private readonly double[] right, size;
    private readonly HashSet<int> fromUpstream;

    private BackwardTape(
        Tape tape, IReadOnlyList<(Tensor<double> Given, Tensor<double> Right)> gradients, double tolerance)
    {
        Tape = tape;
        gradientOf = [.. gradients.SelectMany((one, g) => Enumerable.Repeat(g, one.Given.Shape.Count))];
        right = [.. gradients.SelectMany(one => one.Right.Values.ToArray())];
        double[] sizes = [.. gradients.Select(one =>
            Math.Max(RootMeanSquare.Of(one.Given.Values), RootMeanSquare.Of(one.Right.Values)))];
        size = [.. gradientOf.Select(g => sizes[g])];
        // What is computed in float is known no closer than the pass and its interpretation agree.
        Tolerance = Math.Max(tolerance, Agreement * gradients.SelectMany(one => one.Given.Values.ToArray())
            .Zip(tape.Outputs, size).Max(one => one.Third == 0 ? 0 : Math.Abs(one.First - one.Second) / one.Third));
        Error = [.. right.Zip(tape.Outputs, (r, g) => r - g)];
        Effects = [.. Error.Select((_, k) => tape.Effects(k))];
        Masked = [.. Enumerable.Range(0, right.Length).Where(k =>
            Math.Abs(right[k]) <= Tolerance * size[k] && IsWrong(k))];
        fromUpstream = [.. tape.Named.Where(list => list.Name == Tape.Upstream).SelectMany(list => list.Steps)];
        for (var n = 0; n < tape.Steps.Count && fromUpstream.Count > 0; n++)
            if (fromUpstream.Contains(tape.Steps[n].Left) || fromUpstream.Contains(tape.Steps[n].Right))
                fromUpstream.Add(n);
    }

    /// <summary>The pass.</summary>
    public Tape Tape { get; }

    /// <summary>How closely the right gradients are known, as a share of each gradient's size.</summary>
    public double Tolerance { get; }

    /// <summary>Right − given, output by output.</summary>
    public double[] Error { get; }

    /// <summary>∂output/∂result of each step.</summary>
    public double[][] Effects { get; }

    /// <summary>The steps that give wrong outputs.</summary>
    public IReadOnlySet<int> WrongResults => field ??=
        Tape.OutputSteps.Where((n, k) => n >= 0 && IsWrong(k)).ToHashSet();

    /// <summary>The outputs that should be 0, and are not.</summary>
    public int[] Masked { get; }

    /// <summary>Null where it is too long, or does not give what the pass itself gave.</summary>
    public static BackwardTape? Of(
        Tape? tape, IReadOnlyList<(Tensor<double> Given, Tensor<double> Right)> gradients, double tolerance)
    {
        if (tape is null) return null;
        double[] given = [.. gradients.SelectMany(one => one.Given.Values.ToArray())];
        return (long)given.Length * tape.Steps.Count <= MostEffects && tape.Gives(given)
            ? new(tape, gradients, tolerance) : null;
    }

    /// <summary>The size of the gradient that an output is an entry of.</summary>
    public double Size(int output) => size[output];

    /// <summary>The gradients that are wrong.</summary>
    public int[] WrongGradients => [.. gradientOf.Where((_, k) => IsWrong(k)).Distinct()];

    /// <summary>Whether nothing is wrong.</summary>
    public bool IsRight => !Enumerable.Range(0, right.Length).Any(IsWrong);

    /// <summary>Whether an output is wrong.</summary>
    public bool IsWrong(int output) => Math.Abs(Error[output]) > Tolerance * size[output];

    /// <summary>Whether some steps move an output.</summary>
    public bool Moves(int[] steps, int output) => Array.Exists(steps, n => Effects[output][n] != 0);

    /// <summary>Whether none of some steps follows from dy, as the backward pass proper does.</summary>
    public bool AreForward(int[] steps) => fromUpstream.Count > 0 && !Array.Exists(steps, fromUpstream.Contains);

    /// <summary>The gradients of which some steps move entries.</summary>
    public int[] GradientsOf(int[] steps) => [.. Enumerable.Range(0, Error.Length).Where(k => Moves(steps, k))
        .Select(k => gradientOf[k]).Distinct()];

    /// <summary>
    /// What some steps scope; null if nothing there is wrong, or something that they do not move.
    /// </summary>
    public Scope? ScopeOf(int[] steps)
    {
        var gradients = GradientsOf(steps);
        int[] outputs = [.. Enumerable.Range(0, Error.Length).Where(k => gradients.Contains(gradientOf[k]))];
        return Array.Exists(outputs, IsWrong) && Array.TrueForAll(outputs, k => !IsWrong(k) || Moves(steps, k))
            ? new([.. gradients.Intersect(WrongGradients)], [.. outputs.OrderByDescending(IsWrong)]) : null;
    }

    /// <summary>
    /// The gradients that other outputs make right; none unless these leave all others as they are.
    /// </summary>
    public int[] MendedBy(double[] outputs)
    {
        if (outputs.Length != right.Length) return [];
        var own = Tape.Outputs;
        var changed = gradientOf.Where((_, k) => outputs[k] != own[k]).ToHashSet();
        int[] all = [.. Enumerable.Range(0, right.Length).Where(k => changed.Contains(gradientOf[k]))];
        return Array.TrueForAll(all, k => Math.Abs(right[k] - outputs[k]) <= Tolerance * size[k])
            ? [.. all.Where(IsWrong).Select(k => gradientOf[k]).Distinct()] : [];
    }

    /// <summary>Whether other results of some steps make all that they scope right.</summary>
    public bool IsMendedBy(Scope scope, int[] steps, Result result)
    {
        var outputs = Tape.Replayed(steps, result);
        return Array.TrueForAll(scope.Outputs, k => Math.Abs(right[k] - outputs[k]) <= Tolerance * size[k]);
    }

    /// <summary>The same to first order, which is quick, and enough to refuse.</summary>
    public bool MayBeMendedBy(Scope scope, int[] steps, Result result)
    {
        foreach (var k in scope.Outputs)
        {
            var (left, effects) = (Error[k], Effects[k]);
            foreach (var n in steps)
                if (effects[n] != 0 && Tape.Steps[n] is var s)
                    left -= effects[n] * (result(n, s.Operands.Left, s.Operands.Right, s.Value) - s.Value);
            if (!(Math.Abs(left) <= Tolerance * size[k])) return false;
        }
        return true;
    }

    /// <summary>By what all results of some steps would have to be multiplied.</summary>
    public Ratio? Factor(Scope scope, int[] steps)
    {
        double[] direction = [.. scope.Outputs.Select(k =>
            steps.Sum(n => Effects[k][n] * Tape.Steps[n].Value) / size[k])];
        return LeastSquares.Multiple([.. scope.Outputs.Select(k => Error[k] / size[k])], direction, Tolerance)
            is { } more && new Ratio(1 + more.Value, more.Within) is var c && !c.Is(1)
            && IsMendedBy(scope, steps, (_, _, _, y) => c.Value * y) ? c : null;
    }

    /// <summary>The results that independent steps would have to give; null if these are unknown.</summary>
    public double[]? Needed(Scope scope, int[] steps)
    {
        double[][] directions = [.. steps.Select(n => scope.Outputs.Select(k => Effects[k][n] / size[k]).ToArray())];
        double[] data = [.. scope.Outputs.Select(k => Error[k] / size[k])];
        if (LeastSquares.Of(directions, data) is not { } more) return null;
        var needed = steps.Index().ToDictionary(one => one.Item, one => Tape.Steps[one.Item].Value + more[one.Index]);
        return IsMendedBy(scope, steps, (n, _, _, _) => needed[n]) ? [.. steps.Select(n => needed[n])] : null;
    }
}
