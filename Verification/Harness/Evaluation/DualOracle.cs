using CnnVerified.Layers;

namespace CnnVerified.Verification;

/// <summary>A derivative ∂s/∂θ = Σₖ dyₖ·∂yₖ/∂θ, exact to rounding.</summary>
/// <param name="Value">The sum.</param>
/// <param name="Size">Σₖ |dyₖ·∂yₖ/∂θ|: rounding is a share of it, however much of it cancels.</param>
internal readonly record struct DualDerivative(double Value, double Size);

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
        workers = new(subject.RunsInParallel(), () => (subject.DualEvaluators.Take(), new Dual[subject.Upstream.Length]));
    }

    /// <summary>The oracle for a subject; null if its code is not generic over its scalar.</summary>
    public static DualOracle? For(Subject subject) => subject.DualEvaluators.Exist ? new DualOracle(subject) : null;

    /// <summary>The derivatives of selected entries of one variable.</summary>
    public DualDerivative[] Differentiate(int variable, Selection entries)
    {
        var derivatives = new DualDerivative[entries.Count];
        var values = subject.Variables[variable].Value;
        workers.ForEach(entries.Count, Block, (tool, k) =>
        {
            var reach = tool.Evaluator.Evaluate(variable, entries[k], new Dual(values[entries[k]], 1), tool.Outputs);
            var (start, count) = reach.GetOffsetAndLength(tool.Outputs.Length);
            var (sum, size) = (0.0, 0.0);
            for (var i = start; i < start + count; i++)
            {
                var share = subject.Upstream[i] * tool.Outputs[i].Derivative;
                sum += share;
                size += Math.Abs(share);
            }
            derivatives[k] = new(sum, size);
        });
        return derivatives;
    }
}
