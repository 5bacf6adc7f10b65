namespace CnnVerified.Verification.Tests.Checks;

/// <summary>Right layers keep their contracts, and are not called wrong, where much cancels or saturates.</summary>
public class ContractsUnderRounding
{
    [TestCase(10)]
    [TestCase(-10)]
    public void A_saturated_tanh_is_not_called_wrong_by_dual_numbers(double x) =>
        Accept(new Tanh<double>(), new Tensor<double>(new Shape(1, 2), x, 1));

    [Test]
    public void A_saturated_softmax_is_not_called_wrong_by_dual_numbers([Range(0, 19)] int seed) =>
        Accept(new Softmax<double>(), Normal(seed, 20, 3, 5));

    [Test]
    public void A_dense_layer_of_one_weight_is_linear_in_dy() => Holds(new LinearInUpstream(),
        seed => new Dense<double>(Normal(seed, 1, 1, 1), Normal(seed + 1, 1, 1)), seed => Normal(seed + 2, 1, 3, 1));

    [Test]
    public void A_dense_layer_with_weights_of_a_thousand_is_adjoint_in_its_parameters() => Holds(
        new AdjointInParameters(),
        seed => new Dense<double>(Normal(seed, 1000, 3, 4), Normal(seed + 1, 1000, 3)),
        seed => Normal(seed + 2, 1, 2, 4));

    [Test]
    public void A_softmax_of_logits_of_10_keeps_every_contract()
    {
        foreach (var check in LayerProof.Checks)
            Holds(check, _ => new Softmax<double>(), seed => Normal(seed, 10, 2, 4));
    }

    [Test]
    public void A_max_pooling_over_zeros_of_both_signs_has_a_symmetric_Hessian() => Holds(new HessianIsSymmetric(),
        _ => new MaxPooling<double>((2, 2), (1, 1)), seed =>
        {
            var x = Normal(seed, 1, 1, 1, 3, 4);
            foreach (ref var value in x.Values) value = value > 0.5 ? 1 : value > 0 ? 0.0 : -0.0;
            return x;
        });

    private static void Holds(LayerCheck check, Func<int, Layer<double>> layer, Func<int, Tensor<double>> x)
    {
        for (var seed = 0; seed < 300; seed++)
        {
            var (right, point) = (layer(seed), x(seed));
            var outcome = check.Run(right, point, Draw.Normal(right.OutputShape(point.Shape), seed + 7));
            Assert.That(
                outcome.Status, Is.Not.EqualTo(CheckStatus.Failed), () => $"{check.Name}, {seed}: {outcome.Reason}");
        }
    }

    private static void Accept(Layer<double> layer, Tensor<double> x)
    {
        foreach (var check in new[]
        {
            GradientCheck.Of(layer).At(x).WithDualNumbers(), GradientCheck.Of(layer).At(x).WithDualNumbersAlone(),
            GradientCheck.Of(layer).At(x).ByRandomProjection(8),
        })
            Assert.That(check.Run() is var report && report.Count(Verdict.Wrong) == 0, report.ToString);
    }

    private static Tensor<double> Normal(int seed, double scale, params int[] shape) =>
        Draw.Normal(new Shape(shape), seed).Map(value => scale * value);
}
