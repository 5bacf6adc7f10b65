namespace CnnVerified.Verification;

/// <summary>A gradient check did not pass.</summary>
/// <param name="report">What was found; its text is the message.</param>
public sealed class WrongGradientException(GradientReport report) : FailedCheckException<GradientReport>(report);
