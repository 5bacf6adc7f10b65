using NUnit.Framework.Internal;
using static CnnVerified.Verification.Tests.Gradients.Examples;

namespace CnnVerified.Verification.Tests.Gradients;

public class FailureMessages
{
    [Test]
    public Task Name_the_tensor_the_entry_both_values_and_how_many_disagree() => Snapshot.Approve(
        "failure-message", GradientCheck.Of(DoubledDense).At(DenseInput).Run().ToString());

    [Test]
    public void Reach_the_reader_through_NUnit()
    {
        var failure = Assert.Throws<AssertionException>(
            () => Assert.That(DoubledDense, Has.CorrectGradients.At(DenseInput)))!;
        Assert.That(failure.Message, Does.Contain("the gradient of weights is wrong")
            .And.Contain("35 of 35 entries wrong").And.Contain("weights["));
    }

    [Test]
    public void Name_a_page_for_a_browser_which_is_attached_to_the_test()
    {
        var message = new TextMessageWriter();
        Has.CorrectGradients.At(DenseInput).ApplyTo(DoubledDense).WriteMessageTo(message);
        var path = $"{message}".Split("To look at: ")[1].Trim();
        Assert.That(File.ReadAllText(path), Does.StartWith("<!DOCTYPE html>")
            .And.Contain("<title>Dense at 4×7: the gradient of weights is wrong.</title>")
            .And.Contain("dweights = correct × 2"));
        Assert.That(
            TestExecutionContext.CurrentContext.CurrentResult.TestAttachments.Select(file => file.FilePath),
            Does.Contain(path));
    }

    [Test]
    public void Write_no_page_where_a_wrong_gradient_is_expected()
    {
        Assert.That(DoubledDense, !Has.CorrectGradients.At(DenseInput));
        Assert.That(TestExecutionContext.CurrentContext.CurrentResult.TestAttachments, Is.Empty);
    }

    [Test]
    public void Say_what_is_missing_when_there_is_no_point() => Assert.That(
        () => GradientCheck.Of(Dense()).Run(), Throws.InvalidOperationException.With.Message.Contains("call At"));

    [Test]
    public void Say_that_two_oracles_agree_only_where_both_were_asked()
    {
        var check = GradientCheck.Of(DoubledDense).At(DenseInput);
        Assert.That(check.Run().ToString(), Does.Contain("agree with each other"));
        Assert.That(check.WithDualNumbersAlone().Run().ToString(), Does.Not.Contain("agree"));
    }
}
