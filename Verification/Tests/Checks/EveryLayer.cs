using CnnVerified.Layers;
using CnnVerified.Verification.Tests.Snapshots;
using static CnnVerified.Verification.Tests.Gradients.Examples;

namespace CnnVerified.Verification.Tests.Checks;

public class EveryLayer
{
    [Test]
    public async Task Passes_every_check_and_stands_in_the_ledger()
    {
        var ledger = new CoverageLedger();
        ProofReport[] reports =
        [
            ledger.Prove("stride 2×3, padding 1×0", Convolution(), ConvolutionInput),
            ledger.Prove("bias per position", ConvolutionWithBiasPerPosition(), 3, 2, 7, 7),
            ledger.Prove("one sample", new Convolution<double>(Normal(20, 3, 2, 2, 3), Normal(21, 3)), 1, 2, 5, 6),
            ledger.Prove("batch", Dense(), DenseInput),
            ledger.Prove("one sample", Dense(), 1, 7),
            ledger.Prove("images", new Reshape<double>(new Shape(30)), 2, 3, 5, 2),
            ledger.Prove("batch", new Sigmoid<double>(), SigmoidInput),
            ledger.Prove("batch", new Tanh<double>(), 3, 5),
            ledger.Prove("batch", new ReLU<double>(), 3, 5),
            ledger.Prove("batch", new Softmax<double>(), 3, 5),
            ledger.Prove("windows overlap, padding 1×0", new MaxPooling<double>((3, 2), (2, 1), (1, 0)), 2, 3, 7, 5),
            ledger.Prove("windows apart", new MaxPooling<double>((2, 3)), 2, 3, 7, 8),
            ledger.Prove(
                "windows overlap, padding 1×0", new AveragePooling<double>((3, 2), (2, 1), (1, 0)), 2, 3, 7, 5),
            ledger.Prove("batch", new BinaryCrossEntropy<double>(), Probabilities),
            ledger.Prove("batch", new SoftmaxCrossEntropy<double>(), 3, 5),
        ];
        foreach (var report in reports) Assert.That(report.Passed, report.ToString);
        Assert.That(ledger.Untouched(typeof(Layer<>).Assembly), Is.Empty, "a layer that no check has touched");
        await Snapshot.Approve("coverage-ledger", ledger.ToString());
    }

    [Test]
    public void The_ledger_names_what_no_check_has_touched()
    {
        var ledger = new CoverageLedger();
        ledger.Prove("batch", new Sigmoid<double>(), SigmoidInput);
        Assert.That(ledger.Untouched(typeof(Layer<>).Assembly),
            Contains.Item("Convolution").And.Contains("BinaryCrossEntropy").And.Not.Contains("Sigmoid"));
    }

    [Test]
    public void The_loss_of_a_network_has_a_symmetric_Hessian() => Assert.That(
        HessianIsSymmetric.Run(SmallNetwork(), new BinaryCrossEntropy<double>(), Normal(22, 1, 1, 7, 5),
            new Tensor<double>(new Shape(1, 2), 1, 0)).Status,
        Is.EqualTo(CheckStatus.Passed));

    [Test]
    public void A_layer_with_a_mistake_is_not_proven() => Assert.That(
        () => LayerProof.Of(Catalogue.Find("dense-missing-transpose")!.PlantIn(Dense())).At(DenseInput).Verify(),
        Throws.TypeOf<UnprovenLayerException>().With.Message.Contains("adjoint in x                       FAILED"));

    [Test]
    public void One_line_of_NUnit_proves_a_layer() => Assert.That(Dense(), Has.PassedEveryCheck.At(DenseInput));
}
