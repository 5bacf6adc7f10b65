using System.Numerics;
using CnnVerified.Layers;

namespace CnnVerified.Verification;

/// <summary>
/// Evaluates a function at θ + t·v, one tensor moved along a random direction v; "entry" k
/// means direction k, its value t.
/// </summary>
internal sealed class ProjectionEvaluator<T>(
    IEvaluator<T> function, IReadOnlyList<Variable> variables, RandomDirections directions)
    : IEvaluator<T> where T : IFloatingPointIeee754<T>
{
    private (int Variable, int Direction) drawn = (-1, -1);
    private Tensor<T>? theta, v, moved;

    /// <inheritdoc/>
    public Range Evaluate(int variable, int entry, T value, Span<T> outputs)
    {
        if (drawn != (variable, entry))
        {
            theta = variables[variable].Value.Over<T>();
            v = new Tensor<double>(theta.Shape, directions.Draw(variable, entry)).Over<T>();
            moved = new Tensor<T>(theta.Shape);
            drawn = (variable, entry);
        }
        for (var i = 0; i < moved!.Shape.Count; i++) moved[i] = theta![i] + value * v![i];
        return function.Evaluate(variable, moved.Values, outputs);
    }

    /// <inheritdoc/>
    public Range Evaluate(int variable, ReadOnlySpan<T> values, Span<T> outputs) =>
        throw new NotSupportedException("A projection moves along one direction at a time.");
}
