namespace CnnVerified.Verification.Evaluation;

/// <summary>
/// An evaluator of code that may throw: where it does, away from the point itself, the outputs are NaN.
/// </summary>
internal sealed class GuardedEvaluator<T>(IEvaluator<T> evaluator, CheckedCode code) : IEvaluator<T>
    where T : IFloatingPointIeee754<T>
{
    /// <inheritdoc/>
    public Reach Evaluate(int variable, int entry, T value, Span<T> outputs)
    {
        code.Watch?.Before(1);
        try
        {
            return evaluator.Evaluate(variable, entry, value, outputs);
        }
        catch (Exception e) when (CheckedCode.IsToBlame(e))
        {
            code.Catch(e, variable, entry, double.CreateChecked(value));
            outputs.Fill(T.NaN);
            return Reach.All(outputs.Length);
        }
    }

    /// <inheritdoc/>
    public void EvaluateEach(
        int variable, ReadOnlySpan<(int Entry, T Value)> changes, Span<T> outputs, Span<Reach> reaches)
    {
        code.Watch?.Before(changes.Length);
        try
        {
            evaluator.EvaluateEach(variable, changes, outputs, reaches);
        }
        catch (Exception e) when (CheckedCode.IsToBlame(e))
        {
            // One of them threw, and took the others with it: now each for itself.
            var count = outputs.Length / changes.Length;
            for (var i = 0; i < changes.Length; i++)
                reaches[i] = Evaluate(variable, changes[i].Entry, changes[i].Value, outputs.Slice(i * count, count));
        }
    }

    /// <inheritdoc/>
    public Span<T> Values(int variable) => evaluator.Values(variable);

    /// <inheritdoc/>
    public Reach Evaluate(int variable, Span<T> outputs)
    {
        code.Watch?.Before(1);
        try
        {
            return evaluator.Evaluate(variable, outputs);
        }
        catch (Exception e) when (CheckedCode.IsToBlame(e))
        {
            code.Catch(e, variable);
            outputs.Fill(T.NaN);
            return Reach.All(outputs.Length);
        }
    }
}
