using NUnit.Framework.Internal;
using static CnnVerified.Verification.Tests.Gradients.Examples;

namespace CnnVerified.Verification.Tests.Reporting;

/// <summary>Whatever way a report fails a test of NUnit's, it is printed once.</summary>
public sealed class PrintedOnceTests
{
    private static Layer<double> Wrong => DoubledDense;

    [Test]
    public void By_a_constraint() => IsOnce(
        Message(() => Assert.That(Wrong, Has.CorrectGradients.At(DenseInput))), "the gradient of weights is wrong");

    [Test]
    public void By_a_constraint_in_a_longer_sentence()
    {
        IsOnce(Message(() => Assert.That(Wrong, Has.CorrectGradients.At(DenseInput).And.Not.Null)),
            "the gradient of weights is wrong");
        IsOnce(Message(() => Assert.That(Dense(), !Has.CorrectGradients.At(DenseInput))), "no wrong gradient in");
    }

    [Test]
    public void By_a_proof() =>
        IsOnce(Message(() => Assert.That(Wrong, Has.PassedEveryCheck.At(DenseInput))), "not proven");

    [Test]
    public void By_an_exception()
    {
        IsOnce(Message(GradientCheck.Of(Wrong).At(DenseInput).Verify), "the gradient of weights is wrong");
        IsOnce(Message(LayerProof.Of(Wrong).At(DenseInput).Verify), "not proven");
        IsOnce(Message(OptimizerProof.Of(() => new Sgd<double>(0.1), (θ, dθ, η, t, memory) => θ + η * dθ).Verify),
            "a step is wrong");
        var bug = Catalogue.Find("sigmoid-slope-sign")!;
        IsOnce(Message(() => Counterexample.Refute(
            new InputGeometry(new Shape(2, 3)), _ => bug.PlantIn(new Sigmoid<double>()))),
            "Smallest counterexample");
    }

    [Test]
    public void By_an_exception_where_none_was_expected() => IsOnce(
        Message(() => Assert.That(GradientCheck.Of(Wrong).At(DenseInput).Verify, Throws.Nothing)),
        "the gradient of weights is wrong");

    [Test]
    public void An_exception_as_text_has_it_once_and_keeps_the_report()
    {
        var failure = Assert.Throws<WrongGradientException>(GradientCheck.Of(Wrong).At(DenseInput).Verify)!;
        IsOnce($"{failure}", "the gradient of weights is wrong");
        Assert.That(failure.Message, Is.EqualTo($"{failure.Report}"));
    }

    /// <summary>What NUnit prints of a test that ends so.</summary>
    private static string Message(Action test)
    {
        using var _ = new TestExecutionContext.IsolatedContext();
        try
        {
            test();
        }
        catch (Exception failure)
        {
            var result = TestExecutionContext.CurrentContext.CurrentTest.MakeTestResult();
            result.RecordException(failure);
            return result.Message;
        }
        return "";
    }

    private static void IsOnce(string message, string words) =>
        Assert.That(message.Split(words), Has.Length.EqualTo(2), message);
}
