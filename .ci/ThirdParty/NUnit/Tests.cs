using CnnVerified.Verification;
using NUnit.Framework;

public class Tests
{
    [Test]
    public void Proven() => Assert.That(new Scale(Scale.Factors), Has.CorrectGradients.At(4, 3));

    [Test]
    public void EveryCheck() => Assert.That(new Scale(Scale.Factors), Has.PassedEveryCheck.At(4, 3));

    [Test]
    public void Planted() => Assert.That(new UnscaledGradient(Scale.Factors), Has.CorrectGradients.At(4, 3));
}
