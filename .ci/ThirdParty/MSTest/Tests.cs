using CnnVerified.Verification;
using Microsoft.VisualStudio.TestTools.UnitTesting;

[assembly: Parallelize]

[TestClass]
public class Tests
{
    [TestMethod]
    public void Proven() => GradientCheck.Of(new Scale(Scale.Factors)).At(4, 3).Verify();

    [TestMethod]
    public void EveryCheck() => LayerProof.Of(new Scale(Scale.Factors)).At(4, 3).Verify();

    [TestMethod]
    public void Planted() => GradientCheck.Of(new UnscaledGradient(Scale.Factors)).At(4, 3).Verify();
}
