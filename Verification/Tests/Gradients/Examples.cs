namespace CnnVerified.Verification.Tests.Gradients;

/// <summary>
/// Layers and shapes on which mistakes show: a different size on every axis, strides that
/// do not divide, several samples.
/// </summary>
internal static class Examples
{
    public static readonly int[] ConvolutionInput = [2, 3, 8, 6];
    public static readonly int[] DenseInput = [4, 7];
    public static readonly int[] SigmoidInput = [3, 5];
    public static readonly int[] Probabilities = [3, 2];

    public static readonly ConvolutionGeometry Images =
        new(2, 3, 4, (8, 6), (3, 2), (2, 3), (1, 0), BiasPerPosition: false, Seed: 1);

    public static readonly DenseGeometry Features = new(4, 7, 5, Seed: 1);

    public static Convolution<double> Convolution() =>
        new(Normal(1, 4, 3, 3, 2), Normal(2, 4), stride: (2, 3), padding: (1, 0));

    public static Convolution<double> ConvolutionWithBiasPerPosition() =>
        new(Normal(3, 5, 2, 3, 2), Normal(4, 5, 5, 6));

    public static Dense<double> Dense() => new(Normal(5, 5, 7), Normal(6, 5));

    /// <summary>A dense layer whose weights' gradient has a stray factor 2.</summary>
    public static Layer<double> DoubledDense => Catalogue.Find("dense-factor-two")!.PlantIn(Dense());

    /// <summary>A binary cross-entropy whose gradient lacks the 1/n of the mean.</summary>
    public static Loss<double> MissingMean =>
        Catalogue.Find("bce-missing-mean")!.PlantIn(new BinaryCrossEntropy<double>());

    /// <summary>The seed network in small: every kind of layer, every size different.</summary>
    public static Network<double> SmallNetwork() => new(
        new Convolution<double>(Normal(7, 3, 1, 3, 2), Normal(8, 3, 5, 4)), new Sigmoid<double>(),
        new Reshape<double>(new Shape(60)),
        new Dense<double>(Normal(9, 11, 60), Normal(10, 11)), new Sigmoid<double>(),
        new Dense<double>(Normal(11, 2, 11), Normal(12, 2)), new Sigmoid<double>());

    public static Tensor<double> Normal(int seed, params int[] shape) => Draw.Normal(new Shape(shape), seed);
}
