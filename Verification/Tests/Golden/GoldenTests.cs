namespace CnnVerified.Verification.Tests.Golden;

public sealed class GoldenTests
{
    [TestCaseSource(typeof(GoldenSource), nameof(GoldenSource.Cases))]
    public void Values_and_gradients_are_those_of_the_peer(object data)
    {
        var golden = (GoldenCase)data;
        var run = GoldenRun.Of(golden);
        Agreement.Require("y", run.Y, golden.Y, Tolerances.Oracle);
        Assert.That(run.Gradients.Keys, Is.EquivalentTo(golden.Gradients.Keys));
        foreach (var (name, gradient) in golden.Gradients)
            Agreement.Require($"d{name}", run.Gradients[name], gradient, Tolerances.Oracle);
    }
}
