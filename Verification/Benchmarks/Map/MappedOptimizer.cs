namespace CnnVerified.Verification.Benchmarks;

/// <summary>An optimiser's step on a parameter of so many entries.</summary>
internal sealed class MappedOptimizer(OptimizerKind kind) : IMappedWork
{
    /// <inheritdoc/>
    public IEnumerable<MappedPass> Passes<T>(IReadOnlyList<int> shape) where T : IFloatingPointIeee754<T>
    {
        var (optimizer, entries) = (Workload.NewOptimizer<T>(kind), new Shape(shape[0]));
        var (parameter, gradient) = (Numbers.Of<T>(entries), Numbers.Of<T>(entries));
        return [new("step", entries.Count, () => optimizer.Update(parameter, gradient))];
    }
}
