namespace CnnVerified.Verification.Evaluation;

/// <summary>Where a checked gradient came from.</summary>
/// <param name="Network">The layers; one for a check of a layer, none for a check of a loss.</param>
/// <param name="Loss">The loss; null if there is none.</param>
/// <param name="X">The input.</param>
/// <param name="Upstream">The target where there is a loss, otherwise dy.</param>
internal sealed record Origin(Network<double> Network, Loss<double>? Loss, Tensor<double> X, Tensor<double> Upstream)
{
    /// <summary>Whether a diagnosis may run it once more operation by operation.</summary>
    public bool IsTraced { get; init; } = true;
}
