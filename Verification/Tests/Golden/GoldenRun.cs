namespace CnnVerified.Verification.Tests.Golden;

/// <summary>What this project computes for a golden case: the output, and the gradients by their names there.</summary>
internal sealed record GoldenRun(Tensor<double> Y, IReadOnlyDictionary<string, Tensor<double>> Gradients)
{
    /// <summary>The kind that a case is about, such as <c>max-pooling</c>; null if there is none.</summary>
    public static LayerKind? KindOf(GoldenCase golden) => LayerKinds.All.FirstOrDefault(kind =>
        kind.Name.Equals(golden.Kind.Replace("-", ""), StringComparison.OrdinalIgnoreCase));

    /// <summary>Runs the layer of a case.</summary>
    public static GoldenRun Of(GoldenCase golden) => KindOf(golden)! switch
    {
        { Loss: { } loss } => OfLoss(golden, loss),
        { OfFeatures: { } make } when golden.Input("x").Shape.Rank == 2 => OfLayer(golden, make(new(
            golden.Y.Shape[0], golden.Input("x").Shape[1], golden.Y.Shape[1], Seed: 0), golden.Input)),
        { OfImages: { } make } => OfLayer(golden, make(golden.Images(), golden.Input)),
        _ => throw new InvalidOperationException($"No {golden.Kind} takes x of {golden.Input("x").Shape}."),
    };

    private static GoldenRun OfLayer(GoldenCase golden, Layer<double> layer)
    {
        var x = golden.Input("x");
        var y = layer.Forward(x);
        var (dx, gradients) = layer.Backward(x, y, golden.Dy);
        var named = layer.Parameters.Zip(gradients).ToDictionary(pair => pair.First.Name, pair => pair.Second);
        named.Add("x", dx);
        return new GoldenRun(y, named);
    }

    private static GoldenRun OfLoss(GoldenCase golden, Loss<double> loss)
    {
        var (name, target) = (golden.Gradients.Keys.Single(), golden.Target());
        var prediction = golden.Input(name);
        var gradient = new Tensor<double>(prediction.Shape);
        loss.Gradient(prediction, target, gradient);
        var value = new Tensor<double>(new Shape(), loss.Value(prediction, target));
        return new GoldenRun(value, new Dictionary<string, Tensor<double>> { [name] = gradient });
    }
}
