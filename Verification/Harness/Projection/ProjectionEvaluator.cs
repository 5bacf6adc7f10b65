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
    private double[]? v;
    private T[]? moved;

    /// <inheritdoc/>
    public Range Evaluate(int variable, int entry, T value, Span<T> outputs)
    {
        var theta = variables[variable].Value.Values;
        if (drawn != (variable, entry))
        {
            (v, moved) = (directions.Draw(variable, entry), new T[theta.Length]);
            drawn = (variable, entry);
        }
        for (var i = 0; i < theta.Length; i++)
            moved![i] = T.CreateChecked(theta[i]) + value * T.CreateChecked(v![i]);
        return function.Evaluate(variable, moved, outputs);
    }

    /// <inheritdoc/>
    public Range Evaluate(int variable, ReadOnlySpan<T> values, Span<T> outputs) =>
        throw new NotSupportedException("A projection moves along one direction at a time.");
}
