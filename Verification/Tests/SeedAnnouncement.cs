namespace CnnVerified.Verification.Tests;

/// <summary>Says once a run which seed the properties use when it is not the usual one, so that a failure can be replayed.</summary>
[SetUpFixture]
public sealed class SeedAnnouncement
{
    [OneTimeSetUp]
    public void Announce()
    {
        if (Properties.GatePropertyAttribute.Seed != Properties.GatePropertyAttribute.SeedOf(null))
            TestContext.Progress.WriteLine(
                $"To replay: {Properties.GatePropertyAttribute.SeedVariable}={Properties.GatePropertyAttribute.Seed}");
    }
}
