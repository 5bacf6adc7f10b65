namespace CnnVerified.Verification;

/// <summary>All planted bugs, by the kind of layer or loss that they break.</summary>
public static class Catalogue
{
    /// <summary>For a convolution.</summary>
    public static IReadOnlyList<PlantedBug> OfConvolution { get; } =
    [
        new ConvKernelNotRotated(), new ConvKernelGradientReversed(), new ConvChannelsSwapped(), new ConvStrideIgnored(),
        new ConvLastRowDropped(), new ConvBiasNotSummed(),
    ];

    /// <summary>For a dense layer.</summary>
    public static IReadOnlyList<PlantedBug> OfDense { get; } =
    [
        new DenseMissingTranspose(), new DenseBiasSummedOverEverything(), new DenseBiasOfFirstSample(), new DenseBiasMean(),
        new DenseUpdatedBeforeDx(), new DenseOutputForUpstream(), new DenseFactorTwo(),
    ];

    /// <summary>For a sigmoid.</summary>
    public static IReadOnlyList<PlantedBug> OfSigmoid { get; } = [new SigmoidSlopeOfInput(), new SigmoidTwice(), new SigmoidSlopeOmitted()];

    /// <summary>For a binary cross-entropy.</summary>
    public static IReadOnlyList<PlantedBug> OfBinaryCrossEntropy { get; } = [new BceMissingMean(), new BceSignFlipped(), new BceFusedWithSigmoid()];
}
