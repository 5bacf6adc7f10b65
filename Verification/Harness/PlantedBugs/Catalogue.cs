namespace CnnVerified.Verification;

/// <summary>All planted bugs, by the kind of layer or loss that they break.</summary>
public static class Catalogue
{
    /// <summary>Every bug.</summary>
    public static IReadOnlyList<PlantedBug> All { get; } =
    [
        .. ConvolutionBugs.All, .. ConvolutionParameterBugs.All, .. ConvolutionStateBugs.All,
        .. DenseBugs.All, .. DenseWeightBugs.All, .. DenseBiasBugs.All, .. DenseStateBugs.All,
        .. SigmoidBugs.All, .. BinaryCrossEntropyBugs.All, .. SoftmaxCrossEntropyBugs.All, .. PoolingBugs.All,
        .. ActivationBugs.All, .. ReshapeBugs.All,
    ];

    /// <summary>The bug of a name, such as <c>conv-kernel-not-rotated</c>; null if there is none.</summary>
    public static PlantedBug? Find(string name) => All.FirstOrDefault(bug => bug.Name == name);

    /// <summary>The bugs of one kind of layer or loss.</summary>
    /// <param name="breaks">The kind, such as <c>Convolution</c>.</param>
    public static IEnumerable<PlantedBug> Of(string breaks) => All.Where(bug => bug.Breaks == breaks);
}
