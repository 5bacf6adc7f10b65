using System.Globalization;

namespace CnnVerified.Verification.Oracles;

/// <summary>
/// Checks a gradient g through a few random directions v a tensor instead of entry by entry: ⟨g, v⟩ must be the
/// directional derivative (s(θ + t·v))′ at t = 0. One forward pass on dual numbers gives that derivative for all
/// entries at once, or central differences do; so the cost grows with the number of tensors, not of entries. What is
/// lost is said by <see cref="Blind"/>.
/// </summary>
internal sealed class Projection(Subject subject, int count, RandomDirections directions)
{
    /// <summary>A projection on so many directions a tensor, drawn from a seed.</summary>
    public Projection(Subject subject, int count, int seed)
        : this(subject, count, new RandomDirections(subject.Variables.Select(variable => variable.Value), seed)) { }

    /// <summary>The same check with the coordinates t along the directions as its variables.</summary>
    public Subject Subject { get; } = Project(subject, count, directions);

    /// <summary>Of another subject, along the same directions.</summary>
    public Projection Of(Subject other) => new(other, count, directions);

    /// <summary>The precise derivative along a direction; null if that of some entry is not known.</summary>
    public PreciseDerivative? Along(PreciseGradient? gradient, int variable, int direction)
    {
        var v = directions.Direction(variable, direction);
        var (sum, tolerance) = (0.0, 0.0);
        for (var i = 0; i < subject.Variables[variable].Value.Shape.Count; i++)
        {
            if (gradient?.At(variable, i) is not { } entry) return null;
            sum += entry.Value * v[i];
            tolerance += Math.Abs(v[i]) * (entry.Tolerance + Math.Abs(entry.Value) * Tolerances.AnalyticRounding);
        }
        return new(sum, tolerance);
    }

    /// <summary>How far off double can be along a direction; null where that is not known.</summary>
    public double? LostAlong(PreciseGradient? gradient, int variable, int direction)
    {
        var v = directions.Direction(variable, direction);
        return gradient is null ? null : Enumerable.Range(0, subject.Variables[variable].Value.Shape.Count)
            .Sum(i => Math.Abs(v[i]) * gradient.LostAt(variable, i));
    }

    /// <summary>By how much a direction may be off though every entry is right as far as it is known.</summary>
    public double LeftOpen(int variable, int direction, EntryReport[] entries)
    {
        var v = directions.Direction(variable, direction);
        return entries.Index().Sum(entry => entry.Item is { Verdict: Verdict.Correct, Analytic: not 0 }
            ? Math.Abs(v[entry.Index])
                * (Tolerances.Slack * Math.Abs(entry.Item.Analytic) + entry.Item.Decisive.Uncertainty) : 0);
    }

    /// <summary>What was not checked, given what was found: a sentence for each kind of mistake.</summary>
    /// <param name="found">The verdicts of each tensor that was asked for.</param>
    /// <param name="isExact">Whether dual numbers alone decided.</param>
    public IReadOnlyList<string> Blind((int Variable, EntryReport[] Entries)[] found, bool isExact) =>
    [
        "which entry is wrong: a projection names the tensor only;",
        $"a mistake that is orthogonal to all {count} directions drawn for its tensor;",
        .. found.Select(one => string.Create(
            CultureInfo.InvariantCulture,
            $"a single entry of {subject.Variables[one.Variable].Name} that is wrong by less than "
            + $"{LeastSeen(one.Variable, one.Entries, isExact):G1};")),
    ];

    /// <summary>
    /// A single entry wrong by δ moves ⟨g, v⟩ by at least |δ|·min|vᵢ|; that is seen for certain in a
    /// direction where it exceeds twice the uncertainty (once for the numeric derivative's own error, once
    /// for the room that the verdict leaves).
    /// </summary>
    private double LeastSeen(int variable, IReadOnlyList<EntryReport> found, bool isExact)
    {
        var scale = Subject.Variables[variable].Scale;
        var slack = isExact ? Tolerances.AnalyticRounding : Tolerances.DirectionRounding;
        return found.Min(d => 2 * d.Decisive.Uncertainty + slack * Math.Max(Math.Abs(d.Numeric), scale))
            / directions.Least(variable);
    }

    private static Subject Project(Subject subject, int count, RandomDirections directions) => subject with
    {
        Name = $"{subject.Name} along {count} random directions",
        Variables = [.. subject.Variables.Select((variable, i) => new Variable(
            $"{variable.Name} along v", new Tensor<double>(new Shape(count)),
            new Tensor<double>(new Shape(count),
                [.. Enumerable.Range(0, count).Select(k => Dot(variable.Analytic, directions.Direction(i, k)))]))
            { IsDirection = true })],
        NewEvaluator = () => new ProjectionEvaluator<double>(subject.NewEvaluator(), directions),
        DualEvaluators = new(() => subject.DualEvaluators.Exist
            ? new ProjectionEvaluator<Dual>(subject.DualEvaluators.Take(), directions) : null),
    };

    private static double Dot(Tensor<double> g, RandomDirection v)
    {
        var sum = 0.0;
        for (var i = 0; i < g.Shape.Count; i++) sum += g[i] * v[i];
        return sum;
    }
}
