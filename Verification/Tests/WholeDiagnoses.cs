namespace CnnVerified.Verification.Tests;

/// <summary>Diagnoses are compared as wholes: none is cut short on a busy machine.</summary>
[SetUpFixture]
public class WholeDiagnoses
{
    [OneTimeSetUp]
    public void Take_as_long_as_they_need() => Deadline.Usual = Timeout.InfiniteTimeSpan;
}
