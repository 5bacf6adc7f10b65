namespace CnnVerified.Training.Page;

/// <summary>Kernels, feature maps and weights through the epochs.</summary>
internal static class EpochFigures
{
    private const string Kernels = "Convolution[0].kernels", Weights = "Dense[5].weights";

    /// <summary>A figure for each.</summary>
    public static IReadOnlyList<Figure> Of(Recording recording)
    {
        var image = Moment.Image(recording.Data);
        return
        [
            Through(recording, "kernels", "Kernels through the epochs", moment => moment.Parameters[Kernels], default,
                "They hardly move: with saturated sigmoids behind them, little of the gradient comes back this far."),
            Through(recording, "maps", "Feature maps through the epochs", moment => moment.FeatureMaps,
                Map("the image", "a handwritten 1", image, 1),
                "The output of the first sigmoid for one image: a map for each kernel, strongest where it is 1."),
            Through(recording, "weights", "Weights of the last layer through the epochs",
                moment => moment.Parameters[Weights].WithShape(new Shape(2, 10, 10)), default,
                "A block for each class, a cell for each of the 100 hidden units: the blocks drift apart where a unit "
                + "tells 0 from 1."),
        ];
    }

    private static Figure Through(
        Recording recording, string id, string title, Func<Moment, Tensor<double>> tensor, Markup first, string caption)
    {
        var scale = recording.Moments.Max(moment => Largest(tensor(moment)));
        var maps = recording.Moments.Select((moment, epoch) => Map(
            epoch == 0 ? "before" : $"epoch {epoch}", $"{id} after epoch {epoch}", tensor(moment), scale));
        var change = new Tensor<double>(tensor(recording.Moments[0]).Shape);
        for (var i = 0; i < change.Shape.Count; i++)
            change[i] = tensor(recording.Moments[^1])[i] - tensor(recording.Moments[0])[i];
        return new(id, title, Markup.Of($"""
            {first}{maps}{Map("change in all", $"change of {id} from the beginning to the end", change, scale)}
            """), Markup.Of($"{caption}"))
        {
            Below = HeatMap.Scale(scale, $"in all of them. {Patches.Axes(change.Shape)}"),
        };
    }

    private static Markup Map(string title, string alternative, Tensor<double> tensor, double scale) => HeatMap.Of(
        title, $"heat map of {alternative}", Patches.Of(tensor.Shape, i => Math.Abs(tensor[i])), i => tensor[i], scale);

    private static double Largest(Tensor<double> tensor) => tensor.Values.ToArray().Max(Math.Abs);
}
