namespace CnnVerified.Verification.Evaluation;

/// <summary>
/// Evaluates a function of several tensors with one of them changed. Not for use by two threads at once.
/// </summary>
internal interface IEvaluator<T> where T : IFloatingPointIeee754<T>
{
    /// <summary>
    /// Sets one entry, evaluates, and puts the entry's own value back by assignment, because (θ + h) − h need not be θ.
    /// </summary>
    /// <param name="variable">Which tensor.</param>
    /// <param name="entry">The row-major position in it.</param>
    /// <param name="value">What the entry is set to.</param>
    /// <param name="outputs">Receives those outputs that the change can reach.</param>
    /// <returns>Where in <paramref name="outputs"/> they are.</returns>
    Reach Evaluate(int variable, int entry, T value, Span<T> outputs);

    /// <summary>The same for each of several changes, each alone.</summary>
    /// <param name="variable">Which tensor.</param>
    /// <param name="changes">The row-major positions in it, and what the entries there are set to.</param>
    /// <param name="outputs">
    /// Receives, change by change, the outputs that it can reach; the rest stays as it is.
    /// </param>
    /// <param name="reaches">Receives where they are among the outputs of a change.</param>
    void EvaluateEach(
        int variable, ReadOnlySpan<(int Entry, T Value)> changes, Span<T> outputs, Span<Reach> reaches)
    {
        var count = outputs.Length / changes.Length;
        for (var i = 0; i < changes.Length; i++)
            reaches[i] = Evaluate(variable, changes[i].Entry, changes[i].Value, outputs.Slice(i * count, count));
    }

    /// <summary>The entries of one tensor, to change; who changes them puts them back.</summary>
    Span<T> Values(int variable);

    /// <summary>Evaluates with whatever one tensor holds now.</summary>
    /// <param name="variable">Which tensor.</param>
    /// <param name="outputs">Receives those outputs that a change of it can reach.</param>
    /// <returns>Where in <paramref name="outputs"/> they are.</returns>
    Reach Evaluate(int variable, Span<T> outputs);
}
