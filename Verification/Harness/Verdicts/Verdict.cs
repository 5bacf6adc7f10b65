namespace CnnVerified.Verification;

/// <summary>What a numeric derivative says of an analytic one.</summary>
public enum Verdict
{
    /// <summary>They agree within an uncertainty that is small enough to mean something.</summary>
    Correct,

    /// <summary>They disagree by more than the uncertainty.</summary>
    Wrong,

    /// <summary>They agree, but the uncertainty is too large to confirm anything.</summary>
    Inconclusive,
}
