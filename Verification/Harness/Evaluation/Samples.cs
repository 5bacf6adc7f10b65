namespace CnnVerified.Verification.Evaluation;

/// <summary>The samples of a batch, each as a batch of one.</summary>
internal static class Samples
{
    /// <summary>How many there are: the size of the first axis.</summary>
    public static int Count(Shape batch) => batch.Rank == 0 ? 1 : batch[0];

    /// <summary>The shape of one.</summary>
    public static Shape ShapeOfOne(Shape batch) => batch.Rank == 0 ? batch : batch.WithoutFirstAxis().WithBatch(1);

    /// <summary>All of them.</summary>
    public static IEnumerable<Tensor<T>> Of<T>(Tensor<T> batch) where T : IFloatingPointIeee754<T>
    {
        var shape = ShapeOfOne(batch.Shape);
        for (var n = 0; n < Count(batch.Shape); n++)
            yield return new Tensor<T>(shape, batch.Values.Slice(n * shape.Count, shape.Count).ToArray());
    }

    /// <summary>
    /// A layer that says that it computes every sample by itself; null if it does not say so, or what it gives here is
    /// not what it gives each sample alone.
    /// </summary>
    public static IPartialForward<T>? Apart<T>(Layer<T> layer, Tensor<T> x, Tensor<T> y)
        where T : IFloatingPointIeee754<T> =>
        layer is IPartialForward<T> partial && Count(x.Shape) == Count(y.Shape) && (Count(x.Shape) == 1
            || Of(x).Zip(Of(y)).All(sample => layer.Forward(sample.First).Values.SequenceEqual(sample.Second.Values)))
            ? partial : null;
}
