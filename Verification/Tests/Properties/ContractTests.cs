using CnnVerified.Verification.Tests.RightLayers;

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

    [GateProperty(MaxTest = 30)]
    public void Every_layer_has_the_derivatives_of_dual_numbers_and_knows_what_a_change_reaches(
        ConvolutionGeometry convolution, DenseGeometry dense) =>
        Require(EntryByEntry, convolution with { N = Math.Min(convolution.N, 2) }, dense);

    /// <summary>Rounding is no mistake, however much cancels. Batches are small for what takes each entry.</summary>
    [GateProperty]
    public void No_contract_rejects_what_is_right_at_any_scale_at_ties_and_where_units_saturate(
        ConvolutionGeometry images, DenseGeometry features)
    {
        var values = new Values(features.Seed);
        var small = images with { N = Math.Min(images.N, 2), C = Math.Min(images.C, 2), F = Math.Min(images.F, 2) };
        foreach (var kind in LayerKinds.All)
            foreach (var (layer, shape) in kind.Make(small, features, values.Tensor))
            {
                var x = kind.TakesProbabilities ? values.Probabilities(shape) : values.Tensor("x", shape);
                var dy = values.Upstream(layer.OutputShape(shape));
                foreach (var check in LayerProof.Checks)
                    if (check is not (FiniteDifferencesAgree or DualNumbersAgree)
                        && check.Run(layer, x, dy) is { Status: CheckStatus.Failed } outcome)
                        throw new AssertionException(
                            $"{layer.Name} at {shape}, {values.Description}, {check}: {outcome.Reason}");
            }
    }

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
