using CnnVerified.Verification;
using Xunit;

public class Tests
{
    [Fact]
    public void Proven() => GradientCheck.Of(new Scale(Scale.Factors)).At(4, 3).Verify();

    [Fact]
    public void EveryCheck() => LayerProof.Of(new Scale(Scale.Factors)).At(4, 3).Verify();

    [Fact]
    public void Planted() => GradientCheck.Of(new UnscaledGradient(Scale.Factors)).At(4, 3).Verify();
}
