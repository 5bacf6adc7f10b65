namespace CnnVerified.Training.Page;

/// <summary>The network, layer by layer.</summary>
internal static class NetworkFigure
{
    /// <summary>Shapes and parameters.</summary>
    public static Figure Of(Recording recording)
    {
        var (rows, shape, all) = (new List<string[]>(), Digits.ImageShape, recording.Start.Parameters);
        rows.Add(["image", $"{shape}", "", "0"]);
        foreach (var layer in recording.Start.Layers)
        {
            shape = layer.OutputShape(shape);
            rows.Add([layer.Name, $"{shape}",
                string.Join(", ", layer.Parameters.Select(parameter => $"{parameter.Name} {parameter.Value.Shape}")),
                Grouped(layer.Parameters.Sum(parameter => parameter.Value.Shape.Count))]);
        }
        rows.Add([recording.Loss.Name, "()", "", "0"]);
        rows.Add(["all", "", "", Grouped(all.Sum(parameter => parameter.Value.Shape.Count))]);
        return new("network", "The network", HtmlTable.Of(
            "Layers from the image to the loss", ["layer", "output shape", "parameters", "how many"], rows, 3),
            Markup.Of($"""
                An image goes in above, N×C×H×W for a batch of N with C channels of H rows and W columns, and the loss
                comes out below; the backward pass goes the other way. Nearly all parameters are in the first dense
                layer.
                """));
    }

    private static string Grouped(int number) => number.ToString("N0", CultureInfo.InvariantCulture);
}
