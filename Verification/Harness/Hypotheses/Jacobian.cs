namespace CnnVerified.Verification.Hypotheses;

/// <summary>
/// Every ∂y/∂θ of a subject, from dual numbers or, where there are none, from differences of fourth order: good enough
/// to try hypotheses on, not to judge by.
/// </summary>
internal sealed class Jacobian
{
    private const double SmallestStep = 1e-3;

    private readonly Shape[] shapes;
    private readonly double[][][] slopes;                                       // of a tensor's entry, by output

    /// <summary>Evaluates the subject around its point.</summary>
    public Jacobian(Subject subject)
    {
        var outputs = subject.Upstream.Length;
        shapes = [.. subject.Variables.Select(variable => variable.Value.Shape)];
        if (subject.DualEvaluators.Exist)
        {
            var (evaluator, found) = (subject.DualEvaluators.Take(), new Dual[outputs]);
            slopes = Each(subject, (v, entry, theta, slope) =>
            {
                foreach (var range in evaluator.Evaluate(v, entry, new Dual(theta, 1), found))
                    for (var k = range.Start.Value; k < range.End.Value; k++) slope[k] = found[k].Derivative;
            });
            return;
        }
        // Where rounding and truncation of fourth order are about as large.
        var step = Math.Max(SmallestStep, Math.Pow(subject.Roundoff, 0.2));
        var (plain, values) = (subject.NewEvaluator(), new double[outputs]);
        slopes = Each(subject, (v, entry, theta, slope) =>
        {
            var h = step * Math.Max(Math.Abs(theta), 1);
            foreach (var (steps, weight) in new[] { (-2, 1.0), (-1, -8.0), (1, 8.0), (2, -1.0) })
                foreach (var range in plain.Evaluate(v, entry, theta + steps * h, values))
                    for (var k = range.Start.Value; k < range.End.Value; k++) slope[k] += weight * values[k] / (12 * h);
        });
    }

    /// <summary>Σₖ dyₖ·∂yₖ/∂θ.</summary>
    public Tensor<double>[] Times(Tensor<double> dy) => [.. shapes.Zip(slopes, (shape, entries) => new Tensor<double>(
        shape, [.. entries.Select(slope =>
        {
            var sum = 0.0;
            for (var k = 0; k < slope.Length; k++)
                if (slope[k] != 0) sum += slope[k] * dy[k];
            return sum;
        })]))];

    private static double[][][] Each(Subject subject, Action<int, int, double, double[]> differentiate) =>
    [
        .. subject.Variables.Select((variable, v) => Enumerable.Range(0, variable.Value.Shape.Count).Select(entry =>
        {
            var slope = new double[subject.Upstream.Length];
            differentiate(v, entry, variable.Value[entry], slope);
            return slope;
        }).ToArray()),
    ];
}
