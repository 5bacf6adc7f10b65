using System.Buffers;
using System.Numerics;

namespace CnnVerified.Verification.Oracles;

/// <summary>
/// Evaluates a function at θ + t·v, one tensor moved along a random direction v; "entry" k
/// means direction k, its value t.
/// </summary>
internal sealed class ProjectionEvaluator<T>(
    IEvaluator<T> function, RandomDirections directions) : IEvaluator<T> where T : IFloatingPointIeee754<T>
{
    /// <inheritdoc/>
    public Reach Evaluate(int variable, int entry, T value, Span<T> outputs)
    {
        var theta = function.Values(variable);
        var own = ArrayPool<T>.Shared.Rent(theta.Length);
        theta.CopyTo(own);
        var v = directions.Direction(variable, entry);
        for (var i = 0; i < theta.Length; i++) theta[i] += value * T.CreateChecked(v[i]);
        var range = function.Evaluate(variable, outputs);
        own.AsSpan(0, theta.Length).CopyTo(theta);
        ArrayPool<T>.Shared.Return(own);
        return range;
    }

    /// <inheritdoc/>
    public Span<T> Values(int variable) => throw OneAtATime();

    /// <inheritdoc/>
    public Reach Evaluate(int variable, Span<T> outputs) => throw OneAtATime();

    private static NotSupportedException OneAtATime() => new("A projection moves along one direction at a time.");
}
