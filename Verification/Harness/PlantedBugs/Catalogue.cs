namespace CnnVerified.Verification;

/// <summary>All planted bugs, by the kind of layer or loss that they break.</summary>
public static class Catalogue
{
    /// <summary>Every bug.</summary>
    public static IReadOnlyList<PlantedBug> All { get; } =
    [
        new ConvKernelNotRotated(), new ConvKernelFlippedOnce(), new ConvChannelsSwapped(), new ConvStrideIgnored(),
        new ConvStrideAxesSwapped(), new ConvPaddingAxesSwapped(), new ConvPaddingNotCropped(),
        new ConvWindowsOverwrite(), new ConvBorderMissing(), new ConvShiftedByOne(), new ConvKernelGradientReversed(),
        new ConvKernelGradientStrideIgnored(), new ConvLastRowDropped(), new ConvKernelGradientMean(),
        new ConvKernelGradientOfLastSample(), new ConvKernelGradientOfFirstChannel(), new ConvBiasNotSummed(),
        new ConvBiasMeanOverPositions(), new ConvDxNotCleared(), new ConvRemembersGradients(),
        new ConvTrueConvolution(),

        new DenseMissingTranspose(), new DenseUpdatedBeforeDx(), new DenseFirstSampleDx(), new DenseMissingLastInput(),
        new DenseUpstreamOfFirstSample(), new DenseOutputForUpstream(), new DenseFactorTwo(), new DenseWeightsMean(),
        new DenseWeightGradientTransposed(), new DenseLastSampleWeights(), new DenseFirstSampleDropped(),
        new DenseWeightDecay(), new DenseWeightsClipped(), new DenseBiasSummedOverEverything(),
        new DenseBiasOfFirstSample(), new DenseBiasMean(), new DenseBiasWrongAxis(), new DenseBiasForgotten(),
        new DenseBiasSubtracted(), new DenseBiasAbsolute(), new DenseUpstreamModified(), new DenseOverwritesGradients(),
        new DenseUpdatesInBackward(), new DenseBiasUnused(),

        new SigmoidSlopeOfInput(), new SigmoidSlopeAtOutput(), new SigmoidSlopeOmitted(), new SigmoidSlopeTwice(),
        new SigmoidValueForSlope(), new SigmoidSlopeOfTanh(), new SigmoidUpstreamForgotten(), new SigmoidSlopeSign(),
        new SigmoidOutputModified(), new SigmoidStaleOutput(), new SigmoidTooSteep(),

        new BceMissingMean(), new BceMeanTwice(), new BceSignFlipped(), new BceFusedWithSigmoid(),
        new BceArgumentsSwapped(), new BceSecondTermMissing(), new BceSum(),

        new CceMissingMean(), new CceMeanOverEntries(), new CceSignFlipped(), new CceSoftmaxTwice(),
        new CceTargetForgotten(), new CceLogitsForProbabilities(),

        new MaxPoolWindowsOverwrite(), new MaxPoolAllWinners(), new MaxPoolSharedByAll(), new MaxPoolFirstInput(),
        new MaxPoolStaleWinners(), new AveragePoolNotDivided(), new AveragePoolWindowsOverwrite(),
        new AveragePoolPaddingNotCounted(),

        new ReluMaskOfUpstream(), new ReluMaskInverted(), new ReluNotMasked(), new ReluLeaks(), new ReluValueForSlope(),
        new TanhSlopeOfSigmoid(), new TanhSlopeOfInput(), new TanhSquareForgotten(),
        new SoftmaxDiagonalOnly(), new SoftmaxMeanForgotten(),

        new ReshapeChannelsLast(), new ReshapeValueForUpstream(),
    ];

    /// <summary>The bug of a name, such as <c>conv-kernel-not-rotated</c>; null if there is none.</summary>
    public static PlantedBug? Find(string name) => All.FirstOrDefault(bug => bug.Name == name);

    /// <summary>The bugs of one kind of layer or loss.</summary>
    /// <param name="breaks">The kind, such as <c>Convolution</c>.</param>
    public static IEnumerable<PlantedBug> Of(string breaks) => All.Where(bug => bug.Breaks == breaks);
}
