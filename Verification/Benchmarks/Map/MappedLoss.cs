namespace CnnVerified.Verification.Benchmarks;

/// <summary>A loss's value and gradient, for so many samples of so many classes.</summary>
internal sealed class MappedLoss(Loss<double> loss) : IMappedWork
{
    /// <inheritdoc/>
    public IEnumerable<MappedPass> Passes<T>(IReadOnlyList<int> shape) where T : IFloatingPointIeee754<T>
    {
        var (over, rows) = (loss.Over<T>()!, new Shape(shape[0], shape[1]));
        var probabilities = new Sigmoid<T>().Forward(Numbers.Of<T>(rows));
        var (target, gradient) = (probabilities.Clone(), new Tensor<T>(rows));
        return
        [
            new("forward", rows.Count, () => over.Value(probabilities, target)),
            new("backward", rows.Count, () => over.Gradient(probabilities, target, gradient)),
        ];
    }
}
