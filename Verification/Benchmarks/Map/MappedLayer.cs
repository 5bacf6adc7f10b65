namespace CnnVerified.Verification.Benchmarks;

/// <summary>A layer with its batch and the units that its forward pass does.</summary>
internal sealed record LayerOfShape(Layer<double> Layer, Shape Input, double Amount);

/// <summary>The passes of a layer. The parameters of its layers are overwritten by normal numbers.</summary>
/// <param name="create">The layer of a shape; null if there is none.</param>
internal sealed class MappedLayer(Func<IReadOnlyList<int>, LayerOfShape?> create) : IMappedWork
{
    /// <inheritdoc/>
    public IEnumerable<MappedPass> Passes<T>(IReadOnlyList<int> shape) where T : IFloatingPointIeee754<T>
    {
        if (create(shape) is not var (created, input, amount)) return [];
        var layer = created.Over<T>()!;
        foreach (var parameter in layer.Parameters) Numbers.Fill(parameter.Value);
        var (x, dx, gradients) = (Numbers.Of<T>(input), new Tensor<T>(input), layer.NewGradients());
        var y = layer.Forward(x);
        var dy = Numbers.Of<T>(y.Shape);
        var products = gradients.Length > 0 ? 2 : 1;             // for dx and for dθ
        return
        [
            new("forward", amount, () => layer.Forward(x, y)),
            new("backward", products * amount, () => layer.Backward(x, y, dy, dx, gradients)),
        ];
    }
}
