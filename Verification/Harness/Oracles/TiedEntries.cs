namespace CnnVerified.Verification.Oracles;

/// <summary>
/// Entries of equal value, moved together. At an exact tie, as of the inputs of a maximum, each entry alone has a kink,
/// where many slopes are right; along all of them the function often is smooth, and the sum of their slopes is known.
/// Where it is not, the slopes on its sides bound it, but right code's conventions need not fit together.
/// </summary>
internal sealed class TiedEntries(Subject subject)
{
    private const int Steps = 5;
    private const int Directions = 6;

    private readonly ClarkeDerivative kinks = new(subject);
    private readonly Dictionary<(int Variable, double Value), Verdict> known = [];

    /// <summary>What the sum of the analytic slopes of all entries equal to this one says of them.</summary>
    public Verdict Of(int variable, int entry)
    {
        var value = subject.Variables[variable].Value[entry];
        lock (known)
        {
            if (!known.TryGetValue((variable, value), out var verdict))
                known.Add((variable, value), verdict = Check(subject.Variables[variable], variable, value));
            return verdict;
        }
    }

    /// <summary>
    /// Whether the function's value changes when all entries of a tensor change, each by an amount of its own.
    /// </summary>
    public bool Move(int variable)
    {
        var evaluator = subject.NewEvaluator();
        var own = subject.Variables[variable].Value.Values.ToArray();
        var size = RootMeanSquare.Of(own);
        var outputs = new double[subject.Upstream.Length];
        var unchanged = Sum(0);
        return Enumerable.Range(0, Steps).SelectMany(k => new[] { Math.ScaleB(size, -3 * k), Math.ScaleB(1, -3 * k) })
            .Any(step => Sum(step) != unchanged || Sum(-step) != unchanged);

        double Sum(double step)
        {
            var values = evaluator.Values(variable);
            var random = new Random(variable);
            if (own.Length == 1) step *= 2;                       // a number alone goes beyond 0
            for (var i = 0; i < own.Length; i++)
                values[i] = own[i] + (random.Next(2) == 0 ? -1 : 1) * (1 + random.NextDouble()) / 2 * step;
            evaluator.Evaluate(variable, outputs);
            own.CopyTo(values);
            return subject.Upstream.Zip(outputs, (dy, y) => dy * y).Sum();
        }
    }

    /// <summary>
    /// What analytic slopes of entries at kinks, each right by itself, are together: along directions in which all of
    /// them move, first where theirs add up. A kink of several entries, as of |x₀ + x₁|, ties their slopes.
    /// </summary>
    public Verdict Together(int variable, int[] entries)
    {
        var whole = subject.Variables[variable];
        var typical = RootMeanSquare.Of(whole.Value.Values) is > 0 and var rms ? rms : 1;
        double[] sizes = [.. entries.Select(i => whole.Value[i] == 0 ? typical : Math.Abs(whole.Value[i]))];
        var random = new Random(variable);
        Verdict[] verdicts = [.. Enumerable.Range(0, Directions).Select(direction =>
        {
            double[] v = [.. entries.Select((i, k) => sizes[k] / sizes[0] * direction switch
            {
                0 => whole.Analytic[i] < 0 ? -1 : 1,
                1 => 1,
                _ => random.Next(2) == 0 ? -1 : 1,
            })];
            return Check(whole, variable, entries, [.. v.Select(one => one * Math.Sign(v[0]))]);
        })];
        return verdicts.Contains(Verdict.Wrong) ? Verdict.Wrong
            : verdicts.Contains(Verdict.Inconclusive) ? Verdict.Inconclusive : Verdict.Correct;
    }

    private Verdict Check(Variable whole, int variable, double value)
    {
        int[] tied = [.. Enumerable.Range(0, whole.Value.Shape.Count).Where(i => whole.Value[i] == value)];
        return tied.Length == 1 ? Verdict.Correct : Check(whole, variable, tied, [.. tied.Select(_ => 1.0)]);
    }

    private Verdict Check(Variable whole, int variable, int[] moved, double[] v)
    {
        var sum = moved.Select((i, k) => whole.Analytic[i] * v[k]).Sum();
        var shape = new Shape(1);
        var together = subject with
        {
            Variables = [new Variable(whole.Name, new(shape, whole.Value[moved[0]]), new(shape, sum))
            {
                Nearest = whole.Nearest,
            }],
            NewEvaluator = () => new TiedEvaluator(subject.NewEvaluator(), variable, moved, v),
        };
        var joint = new Ladder(together).Derivative(0, 0);
        var room = joint.HalfGap + joint.Uncertainty + Tolerances.Slack * Math.Abs(joint.Value);
        var isRight = joint.Doubt is null ? !IsWrong(joint) : Math.Abs(sum - joint.Value) <= room;
        return isRight || kinks.Of(variable, moved, v) is { } kink && !IsWrong(kink) ? Verdict.Correct
            : joint.HalfGap > 0 || joint.Doubt is not null ? Verdict.Inconclusive
            : Verdict.Wrong;

        bool IsWrong(NumericDerivative slope) => Ruling.Of(sum, slope, whole.YardstickOf(moved[0])) == Verdict.Wrong;
    }
}
