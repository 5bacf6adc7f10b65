namespace CnnVerified.Verification.Evaluation;

/// <summary>
/// A loss as the outputs of a function: the losses of the samples where it is their mean, so that a change of one
/// sample leaves those of the others alone; otherwise the loss itself.
/// </summary>
internal sealed class LossOutputs<T> where T : IFloatingPointIeee754<T>
{
    private readonly Loss<T> loss;
    private readonly Tensor<T>[] targets;
    private Tensor<T>? prediction;

    /// <summary>The outputs of a loss.</summary>
    /// <param name="loss">The loss.</param>
    /// <param name="target">Its target.</param>
    /// <param name="count">How many there are, as <see cref="Count"/> tells; 1 does for every loss.</param>
    public LossOutputs(Loss<T> loss, Tensor<T> target, int count = 1)
    {
        this.loss = loss;
        targets = count == 1 ? [target] : [.. Samples.Of(target)];
    }

    /// <summary>
    /// The number of samples, if a loss says that it is the mean of theirs and here it is; otherwise 1.
    /// </summary>
    public static int Count(Loss<T> loss, Tensor<T> prediction, Tensor<T> target)
    {
        var count = Samples.Count(prediction.Shape);
        if (count == 1 || !loss.IsMeanOverSamples || Samples.Count(target.Shape) != count) return 1;
        T[] each = [.. Samples.Of(prediction).Zip(Samples.Of(target), loss.Value)];
        var (sum, size) = each.Aggregate((T.Zero, T.Zero), (sums, one) => (sums.Item1 + one, sums.Item2 + T.Abs(one)));
        var error = T.Abs(loss.Value(prediction, target) * T.CreateChecked(count) - sum);
        return error <= T.CreateChecked(Tolerances.MeanOfSamples) * size ? count : 1;
    }

    /// <summary>Writes those outputs that a change of a prediction reaches.</summary>
    public Reach Evaluate(Tensor<T> batch, Reach changed, Span<T> outputs)
    {
        if (targets.Length == 1)
        {
            outputs[0] = loss.Value(batch, targets[0]);
            return Reach.All(1);
        }
        prediction ??= new Tensor<T>(Samples.ShapeOfOne(batch.Shape));
        var size = prediction.Shape.Count;
        for (var n = changed.First; n < changed.First + changed.Samples; n++)
        {
            batch.Values.Slice(n * size, size).CopyTo(prediction.Values);
            outputs[n] = loss.Value(prediction, targets[n]);
        }
        return Reach.AllOf(changed.First, changed.Samples, 1);
    }
}
