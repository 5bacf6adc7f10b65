namespace CnnVerified.Verification;

/// <summary>
/// A plain function of an array that is generic over its scalar, so that dual numbers can run it: derivatives exact to
/// rounding, without a step.
/// </summary>
public interface IGenericFunction
{
    /// <summary>The value at x.</summary>
    T Value<T>(T[] x) where T : IFloatingPointIeee754<T>;
}

/// <summary>Evaluates such a function on dual numbers.</summary>
internal sealed class GenericEvaluator(IGenericFunction function, double[] point) : IEvaluator<Dual>
{
    private readonly Dual[] perturbed = [.. point.Select(value => new Dual(value, 0))];

    /// <inheritdoc/>
    public Reach Evaluate(int variable, int entry, Dual value, Span<Dual> outputs)
    {
        var own = perturbed[entry];
        perturbed[entry] = value;
        try
        {
            return Evaluate(variable, outputs);
        }
        finally
        {
            perturbed[entry] = own;
        }
    }

    /// <inheritdoc/>
    public Span<Dual> Values(int variable) => perturbed;

    /// <inheritdoc/>
    public Reach Evaluate(int variable, Span<Dual> outputs)
    {
        outputs[0] = function.Value([.. perturbed]);
        return Reach.All(outputs.Length);
    }
}
