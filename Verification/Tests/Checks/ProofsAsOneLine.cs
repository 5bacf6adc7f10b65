using static CnnVerified.Verification.Tests.Gradients.Examples;

namespace CnnVerified.Verification.Tests.Checks;

/// <summary>What a proof takes, says and lets pass.</summary>
public class ProofsAsOneLine
{
    private const string Batch = "batch = Σ samples";

    private static Layer<double> Normalization => new BatchNormalization(Normal(50, 3), Normal(51, 3));

    [Test]
    public void One_contract_can_be_excepted_with_a_reason_that_the_report_shows()
    {
        const string reason = "it normalises over the batch";
        Assert.That(LayerProof.Of(Normalization).At(8, 3).Run().Passed, Is.False);
        var report = LayerProof.Of(Normalization).Except(Batch, reason).At(8, 3).Run();
        Assert.That(report.Passed, report.ToString);
        Assert.That(report.ToString(), Does.Contain($"{Batch}                  excepted   {reason}"));
        Assert.That(Normalization, Has.PassedEveryCheck.Except(Batch, reason).At(8, 3));
    }

    [Test]
    public void An_exception_for_a_check_that_there_is_not_lists_the_checks() => Assert.That(
        () => LayerProof.Of(Normalization).Except("batch is a sum", "it is not"), Throws.ArgumentException.With.Message
            .Contains("There is no check 'batch is a sum'; there are: arguments untouched, deterministic, ")
            .And.Message.Contains(Batch));

    [Test]
    public void An_exception_without_a_reason_is_refused() => Assert.That(
        () => LayerProof.Of(Normalization).Except(Batch, " "),
        Throws.ArgumentException.With.Message.Contains("must say why"));

    [Test]
    public void A_loss_is_proven_at_points_that_it_can_take()
    {
        Assert.That(new BinaryCrossEntropy<double>(), Has.PassedEveryCheck.At(3, 2));
        Assert.That(new BinaryCrossEntropy<float>(), Has.PassedEveryCheck.At(3, 2));
        Assert.That(new SoftmaxCrossEntropy<double>(), Has.PassedEveryCheck.At(3, 4));
        Assert.That(MissingMean, !Has.PassedEveryCheck.At(3, 2));
    }

    [Test]
    public void An_undecided_entry_is_not_called_failed_and_can_be_waived()
    {
        var report = LayerProof.Of(Buried).At(2, 3).Run();
        Assert.That(report.Passed, Is.False);
        Assert.That(WordsOf(report), Does.Contain("finite differences undecided dx["));
        Assert.That(report.ToString(), Does.Not.Contain("FAILED"));
        var waived = LayerProof.Of(Buried).WaiveInconclusive("it is buried").At(2, 3).Run();
        Assert.That(waived.Passed);
        Assert.That(WordsOf(waived), Does.Contain("(it is buried)"));
    }

    [Test]
    public void Ties_pass_a_proof_where_they_pass_a_gradient_check()
    {
        var ties = new Tensor<double>(new Shape(1, 1, 1, 4), 1, 1, 1, 1);
        Assert.That(GradientCheck.Of(new MaxPooling<double>((1, 2))).At(ties).WithDualNumbers().Run().Passed);
        Assert.That(new MaxPooling<double>((1, 2)), Has.PassedEveryCheck.At(ties));
    }

    [Test]
    public void A_proof_says_at_the_end_what_it_cannot_see() => Assert.That(
        LayerProof.Of(Convolution()).At(1, 3, 8, 8).Run().ToString(),
        Does.Contain("This proof cannot see:\n  N = 1: ").And.Contain("the image is square"));

    [Test]
    public void Nothing_is_NaN_where_NaN_belongs()
    {
        var nan = new Tampered(Dense()) { AfterBackward = (_, _, _, dx, _) => dx?.Values.Fill(double.NaN) };
        Assert.That(LayerProof.Of(nan).At(DenseInput).Run().ToString(), Does.Not.Contain("NaN where NaN"));
    }

    /// <summary>x² on top of 10¹², whose rounding hides it: right, and nobody can tell.</summary>
    private static Pointwise Buried => new(v => 1e12 + v * v, v => 2 * v);
}
