using CnnVerified.Layers;

namespace CnnVerified.Verification;

/// <summary>
/// The derivative of every entry from the same forward code on dual numbers: θ + 1·ε gives s(θ) + (∂s/∂θ)·ε, exact to
/// rounding, with no step to choose.
/// </summary>
internal static class DualOracle
{
    private const int Block = 64;

    /// <summary>Derivatives by variable and entry; null if the code is not generic over its scalar.</summary>
    public static double[][]? Differentiate(Subject subject)
    {
        if (subject.NewDualEvaluator is not { } newEvaluator) return null;
        var results = subject.Variables.Select(variable => new double[variable.Value.Shape.Count]).ToArray();
        var workers = new Workers<(IEvaluator<Dual> Evaluator, Dual[] Outputs)>(
            true, () => (newEvaluator(), new Dual[subject.Upstream.Length]));
        for (var v = 0; v < results.Length; v++)
        {
            var (variable, derivatives, values) = (v, results[v], subject.Variables[v].Value);
            workers.ForEach(derivatives.Length, Block, (tool, entry) =>
            {
                var reach = tool.Evaluator.Evaluate(variable, entry, new Dual(values[entry], 1), tool.Outputs);
                var (start, count) = reach.GetOffsetAndLength(tool.Outputs.Length);
                for (var k = start; k < start + count; k++) derivatives[entry] += subject.Upstream[k] * tool.Outputs[k].Derivative;
            });
        }
        return results;
    }
}
