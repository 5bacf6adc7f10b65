namespace CnnVerified.Training.Page;

/// <summary>A network at the end of an epoch.</summary>
/// <param name="Loss">The epoch's mean loss; null before the first one.</param>
/// <param name="Right">How many held-out images it tells right.</param>
/// <param name="Parameters">Its parameters, by name.</param>
/// <param name="FeatureMaps">What its first layer and sigmoid make of the first one among the training images.</param>
internal sealed record Moment(
    double? Loss, int Right, IReadOnlyDictionary<string, Tensor<double>> Parameters, Tensor<double> FeatureMaps)
{
    /// <summary>The image that the feature maps are of: the first "1".</summary>
    public static Tensor<double> Image(DataSet data) =>
        data.Training.Image<double>(data.Training.FirstOfEachClass(1)[1]);

    /// <summary>Takes note of it.</summary>
    public static Moment Of(Network<double> network, double? loss, DataSet data) => new(
        loss, Misread.Of(network, data.HeldOut).Count(one => one.IsRight),
        network.Parameters.ToDictionary(parameter => parameter.Name, parameter => parameter.Value.Clone()),
        network.Layers[1].Forward(network.Layers[0].Forward(Image(data))));
}
