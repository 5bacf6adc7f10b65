using CnnVerified.Layers;
using static CnnVerified.Verification.Tests.Gradients.Examples;

namespace CnnVerified.Verification.Tests.Gradients;

public class PlantedBugsAreRejected
{
    [TestCaseSource(typeof(Catalogue), nameof(Catalogue.OfConvolution))]
    public void By_a_check_of_a_convolution(PlantedBug bug) => IsRejected(GradientCheck.Of(bug.PlantIn(Convolution())).At(ConvolutionInput));

    [TestCaseSource(typeof(Catalogue), nameof(Catalogue.OfDense))]
    public void By_a_check_of_a_dense_layer(PlantedBug bug) => IsRejected(GradientCheck.Of(bug.PlantIn(Dense())).At(DenseInput));

    [TestCaseSource(typeof(Catalogue), nameof(Catalogue.OfSigmoid))]
    public void By_a_check_of_a_sigmoid(PlantedBug bug) => IsRejected(GradientCheck.Of(bug.PlantIn(new Sigmoid<double>())).At(SigmoidInput));

    [TestCaseSource(typeof(Catalogue), nameof(Catalogue.OfBinaryCrossEntropy))]
    public void By_a_check_of_a_binary_cross_entropy(PlantedBug bug) =>
        IsRejected(GradientCheck.Of(bug.PlantIn(new BinaryCrossEntropy<double>())).At(Probabilities));

    /// <summary>By finite differences alone, and again together with dual numbers.</summary>
    private static void IsRejected(GradientCheck check)
    {
        foreach (var withDualNumbers in new[] { false, true })
        {
            var report = check.WithDualNumbers(withDualNumbers).Run();
            Assert.That(report.Count(Verdict.Wrong), Is.Positive, report.ToString());
            Assert.That(check.Verify, Throws.TypeOf<WrongGradientException>());
        }
    }
}
