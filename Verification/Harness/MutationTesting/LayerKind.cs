namespace CnnVerified.Verification.MutationTesting;

/// <summary>Gives a layer its parameters, by name and shape.</summary>
internal delegate Tensor<double> ParameterSource(string name, Shape shape);

/// <summary>A kind of layer or loss, and how one is made for the sizes of its input.</summary>
/// <param name="Type">Its type, such as <c>Convolution&lt;&gt;</c>.</param>
/// <param name="OfImages">Makes one for images; null if it takes none.</param>
/// <param name="OfFeatures">Makes one for (N, features), a loss as a layer; null if it takes none.</param>
internal sealed record LayerKind(
    Type Type, Func<ConvolutionGeometry, ParameterSource, Layer<double>>? OfImages = null,
    Func<DenseGeometry, ParameterSource, Layer<double>>? OfFeatures = null)
{
    /// <summary>The loss; null for a layer.</summary>
    public Loss<double>? Loss { get; init; }

    /// <summary>Whether y is linear in x, up to a constant.</summary>
    public bool IsLinear { get; init; }

    /// <summary>Whether predictions are probabilities rather than any numbers.</summary>
    public bool TakesProbabilities { get; init; }

    /// <summary>What bugs, messages and files call it.</summary>
    public string Name => Type.Name.Split('`')[0];

    /// <summary>Whether images are no other than features to it.</summary>
    public bool IsElementwise { get; init; }

    /// <summary>One of images and one of features, if it takes them, each with the shape of its input.</summary>
    public IEnumerable<(Layer<double> Layer, Shape X)> Make(
        ConvolutionGeometry images, DenseGeometry features, ParameterSource parameters)
    {
        if (OfImages is not null) yield return (OfImages(images, parameters), images.X);
        if (OfFeatures is not null) yield return (OfFeatures(features, parameters), features.X);
    }

    /// <summary>The same at normal values, a loss at any distribution over the classes.</summary>
    public IEnumerable<Specimen> Draw(ConvolutionGeometry images, DenseGeometry features, NormalValues values) =>
        Make(images, features, (_, shape) => values.Tensor<double>(shape)).Select(made =>
        {
            var x = values.Tensor<double>(made.X);
            if (TakesProbabilities) x = new Sigmoid<double>().Forward(x);
            return Loss is null
                ? new Specimen(made.Layer, null, x, values.Tensor<double>(made.Layer.OutputShape(made.X)))
                : new Specimen(null, Loss, x, new Softmax<double>().Forward(values.Tensor<double>(made.X)));
        });
}
