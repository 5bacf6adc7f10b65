using CnnVerified.Verification.MutationTesting;

namespace CnnVerified.Verification.Tests.Properties;

/// <summary>
/// The harness's checks on every layer and loss over random geometry, few of those that take each entry.
/// </summary>
public sealed class ContractTests
{
    private static readonly LayerCheck[] EntryByEntry = [new DualNumbersAgree(), new PartialForwardEqualsWhole()];
    private static readonly LayerCheck[] Others =
    [
        .. LayerProof.Checks.Where(check => check is not (FiniteDifferencesAgree or HessianIsSymmetric
            or SameOverAnotherScalar or DualNumbersAgree or PartialForwardEqualsWhole)),
    ];

    [GateProperty]
    public void Every_layer_keeps_its_contracts(ConvolutionGeometry convolution, DenseGeometry dense) =>
        Require(Others, convolution, dense);

    [GateProperty(MaxTest = 8)]
    public void Every_layer_has_the_derivatives_of_dual_numbers_and_knows_what_a_change_reaches(
        ConvolutionGeometry convolution, DenseGeometry dense) =>
        Require(EntryByEntry, convolution with { N = Math.Min(convolution.N, 2) }, dense);

    private static void Require(LayerCheck[] checks, ConvolutionGeometry convolution, DenseGeometry dense)
    {
        foreach (var (layer, x, dy) in EveryLayer.AndLosses(convolution, dense))
            foreach (var check in checks)
            {
                var outcome = check.Run(layer, x, dy);
                if (outcome.Status is not (CheckStatus.Passed or CheckStatus.NotApplicable)
                    || check is AdjointInInput && LayerKinds.Of(layer).IsLinear
                        && outcome.Status is not CheckStatus.Passed)
                    throw new AssertionException($"{layer.Name}, {check}: {outcome.Status}, {outcome.Reason}");
            }
    }
}
