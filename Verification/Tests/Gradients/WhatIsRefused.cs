using static CnnVerified.Verification.Tests.Gradients.Examples;

namespace CnnVerified.Verification.Tests.Gradients;

/// <summary>What a check cannot work with, told before it begins.</summary>
public class WhatIsRefused
{
    [TestCase(4, 6)]
    [TestCase(5, 4)]
    public void An_upstream_gradient_of_another_shape_than_the_output(int rows, int columns) => Assert.That(
        () => GradientCheck.Of(Dense()).At(Normal(1, DenseInput), upstream: Normal(2, rows, columns)).Run(),
        Throws.ArgumentException.With.Message.Contains(
            $"upstream has shape {rows}×{columns}, but must have shape 4×5."));

    [Test]
    public void What_is_null()
    {
        Refuse("layer", () => GradientCheck.Of<double>((Layer<double>)null!));
        Refuse("loss", () => GradientCheck.Of<double>((Loss<double>)null!));
        Refuse("network", () => GradientCheck.Of(null!, new BinaryCrossEntropy<double>()));
        Refuse("loss", () => GradientCheck.Of(SmallNetwork(), null!));
        Refuse("layer", () => LayerProof.Of<double>((Layer<double>)null!));
        Refuse("loss", () => LayerProof.Of<double>((Loss<double>)null!));

        static void Refuse(string argument, Func<object> call) =>
            Assert.That(() => call(), Throws.ArgumentNullException.With.Property("ParamName").EqualTo(argument));
    }

    [TestCase(null)]
    [TestCase(" ")]
    public void A_waiver_without_a_reason(string? reason)
    {
        Assert.That(() => GradientCheck.Of(Dense()).WaiveInconclusive(reason!), Throws.ArgumentException);
        Assert.That(
            () => LayerProof.Of(Dense()).WaiveInconclusive(reason!),
            Throws.ArgumentException.With.Message.Contains("must say why"));
    }
}
