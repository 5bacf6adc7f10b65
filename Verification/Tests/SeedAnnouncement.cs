namespace CnnVerified.Verification.Tests;

/// <summary>Says which seed the properties use when it is not the usual one, to replay a failure with.</summary>
[SetUpFixture]
public sealed class SeedAnnouncement
{
    [OneTimeSetUp]
    public void Announce()
    {
        if (GatePropertyAttribute.Seed != GatePropertyAttribute.SeedOf(null))
            TestContext.Error.WriteLine(
                $"To replay: {GatePropertyAttribute.SeedVariable}={GatePropertyAttribute.Seed}");
    }
}
