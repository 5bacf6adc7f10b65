using static CnnVerified.Verification.Tests.Gradients.Examples;

namespace CnnVerified.Verification.Tests.Checks;

public class LedgerTests
{
    private const string OfWindows = "windows overlap";

    private static readonly (string Words, ConvolutionGeometry Images, DenseGeometry Features)[] Points =
    [
        ("batch", Images, Features),
        ("one sample", Images with { N = 1 }, Features with { N = 1 }),
        (OfWindows, Images with { Stride = (2, 1), BiasPerPosition = true }, Features),
    ];

    [Test]
    public async Task Every_layer_passes_every_check_and_stands_in_the_ledger()
    {
        var ledger = new CoverageLedger();
        var values = new NormalValues(1);
        ProofReport[] reports =
        [
            .. from kind in LayerKinds.All
               from point in Points
               from made in kind.Make(point.Images, point.Features, (_, shape) => values.Tensor<double>(shape))
               let window = EveryLayer.WindowOf(made.Layer)
               where window is not null || point.Words != OfWindows
               let bias = made.Layer.Parameters is [_, { Value.Shape.Rank: 3 }] ? ", bias per position" : ""
               let words = window is not { } w ? point.Words
                   : $"{point.Words}, stride {w.Stride}, padding {w.Padding}{bias}"
               let x = Enumerable.Range(0, made.X.Rank).Select(axis => made.X[axis]).ToArray()
               select kind.Loss is { } loss ? ledger.Prove(words, loss, x) : ledger.Prove(words, made.Layer, x),
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
