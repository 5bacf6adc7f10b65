namespace CnnVerified.Verification.Evaluation;

/// <summary>
/// A layer whose parameters others in its network use too, here with parameters of its own: what a check changes in
/// them changes this use alone, and that is the use of which the layer's backward pass gives the gradient.
/// </summary>
internal sealed class OneUse(Layer<double> layer) : Layer<double>
{
    /// <summary>A network none of whose layers uses a parameter of another.</summary>
    public static Network<double> Each(Network<double> network) => new([.. network.Layers.Select((layer, k) =>
        network.Layers.Where((_, other) => other != k).Any(other => Share(layer, other)) ? new OneUse(layer) : layer)]);

    /// <inheritdoc/>
    public override IReadOnlyList<Parameter<double>> Parameters { get; } =
        [.. layer.Parameters.Select(p => p with { Value = p.Value.Clone() })];

    /// <inheritdoc/>
    public override Shape OutputShape(Shape x) => layer.OutputShape(x);

    /// <inheritdoc/>
    public override void Forward(Tensor<double> x, Tensor<double> y) => WithOwn(() => layer.Forward(x, y));

    /// <inheritdoc/>
    public override void Backward(
        Tensor<double> x, Tensor<double> y, Tensor<double> dy, Tensor<double>? dx,
        ReadOnlySpan<Tensor<double>> gradients)
    {
        var own = gradients.ToArray();
        WithOwn(() => layer.Backward(x, y, dy, dx, own));
    }

    private void WithOwn(Action pass)
    {
        Tensor<double>[] shared = [.. layer.Parameters.Select(p => p.Value)];
        Restored.After(shared, () =>
        {
            foreach (var (own, theirs) in Parameters.Zip(shared)) own.Value.Values.CopyTo(theirs.Values);
            pass();
            return true;
        });
    }

    private static bool Share(Layer<double> one, Layer<double> other) =>
        one.Parameters.Any(p => other.Parameters.Any(q => p.Value.SharesStorageWith(q.Value)));
}
