namespace CnnVerified.Verification.Oracles;

/// <summary>
/// The derivative of every entry from the same forward code on dual numbers: θ + 1·ε gives s(θ) + (∂s/∂θ)·ε, exact to
/// rounding, with no step to choose.
/// </summary>
internal sealed class DualOracle
{
    private const int Block = 64;

    private readonly Subject subject;
    private readonly Workers<(IEvaluator<Dual> Evaluator, Dual[] Outputs)> workers;

    private DualOracle(Subject subject)
    {
        this.subject = subject;
        workers = new(
            subject.RunsInParallel(), () => (subject.DualEvaluators.Take(), new Dual[subject.Upstream.Length]));
    }

    /// <summary>The oracle for a subject; null if its code is not generic over its scalar.</summary>
    public static DualOracle? For(Subject subject) => subject.DualEvaluators.Exist ? new DualOracle(subject) : null;

    /// <summary>
    /// How far the derivative moves when its entry goes to a number next to it, on the side where it moves less, as at
    /// a kink: no code in double is expected to be closer.
    /// </summary>
    public double Spread(int variable, int entry)
    {
        var theta = subject.Variables[variable].Value[entry];
        var values = new double[3];
        workers.ForEach(1, 1, (tool, _) =>
        {
            double[] points = [theta, Math.BitDecrement(theta), Math.BitIncrement(theta)];
            foreach (var (i, point) in points.Index())
            {
                foreach (var range in tool.Evaluator.Evaluate(variable, entry, new Dual(point, 1), tool.Outputs))
                    for (var k = range.Start.Value; k < range.End.Value; k++)
                        values[i] += subject.Upstream[k] * tool.Outputs[k].Derivative;
            }
        });
        return Math.Min(Math.Abs(values[1] - values[0]), Math.Abs(values[2] - values[0]));
    }

    /// <summary>The derivatives of selected entries of one variable.</summary>
    public DualDerivative[] Differentiate(int variable, Selection entries)
    {
        var derivatives = new DualDerivative[entries.Count];
        var values = subject.Variables[variable].Value;
        var typical = RootMeanSquare.Of(values.Values) is > 0 and var rms ? rms : 1;
        workers.ForEach(entries.Count, Block, (tool, k) =>
        {
            var reach = tool.Evaluator.Evaluate(variable, entries[k], new Dual(values[entries[k]], 1), tool.Outputs);
            var (sum, size, outputs) = (0.0, 0.0, 0.0);
            foreach (var range in reach)
                for (var i = range.Start.Value; i < range.End.Value; i++)
                {
                    var share = subject.Upstream[i] * tool.Outputs[i].Derivative;
                    sum += share;
                    size += Math.Abs(share);
                    outputs += Math.Abs(subject.Upstream[i] * tool.Outputs[i].Value);
                }
            derivatives[k] = new(sum, size, Math.ScaleB(outputs / SizeOf(values[entries[k]]), -53));
        });
        return derivatives;

        double SizeOf(double theta) => theta == 0 ? typical : Math.Abs(theta);
    }
}
