using CnnVerified.Layers;

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
        Layer<double> loss = new LossLayer<double>(new SoftmaxCrossEntropy<double>());
        var (logits, one) = (new NormalValues(dense.Seed).Tensor<double>(dense.X), new Tensor<double>(new Shape(1), 1));
        foreach (var (layer, x, dy) in EveryLayer.Of(convolution, dense).Append((loss, logits, one)))
            foreach (var check in checks)
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
