using CnnVerified.Layers;

namespace CnnVerified.Verification.Tests.Properties;

/// <summary>
/// The harness's checks of what a backward pass promises, on every layer over random geometry: adjoint, contracts,
/// batches, fused updates and fast passes. Oracles that take each entry for itself have tests of their own.
/// </summary>
public sealed class ContractTests
{
    private static readonly LayerCheck[] Checks =
    [
        .. LayerCheck.All.Where(check => check is not (FiniteDifferencesAgree or DualNumbersAgree or HessianIsSymmetric
            or SameOverAnotherScalar or PartialForwardEqualsWhole)),
    ];

    [GateProperty]
    public void Every_layer_keeps_its_contracts(ConvolutionGeometry convolution, DenseGeometry dense)
    {
        foreach (var (layer, x, dy) in EveryLayer.Of(convolution, dense))
            foreach (var check in Checks)
            {
                var outcome = check.Run(layer, x, dy);
                if (outcome.Status is not (CheckStatus.Passed or CheckStatus.NotApplicable)
                    || check is AdjointInInput && IsLinear(layer) && outcome.Status is not CheckStatus.Passed)
                    throw new AssertionException($"{layer.Name}, {check}: {outcome.Status}, {outcome.Reason}");
            }
    }

    private static bool IsLinear(Layer<double> layer) =>
        layer is Convolution<double> or Dense<double> or AveragePooling<double> or Reshape<double>;
}
