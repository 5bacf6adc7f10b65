namespace CnnVerified.Verification.Tests.VerdictAccuracy;

/// <summary>
/// Why some rule with a fixed step refuses fewer right gradients of a kind than can be decided: there it passes what it
/// cannot tell, and is right by luck.
/// </summary>
internal static class Luck
{
    /// <summary>The reason for a family; null where this library must do as well as the best rule.</summary>
    public static string? Of(Family family) => family.Kind switch
    {
        Kind.Quantised => "values in steps of q hide a slope over h to q/h; a fixed step passes where it happens to be "
            + "a multiple of the steps of x.",
        Kind.SinglePrecision or Kind.HalfPrecision => "values rounded to a share r of f hide a slope over h to r·f/h, "
            + "and smaller truncation wants smaller h: where neither is below 3·10⁻⁴, a rule passes by chance.",
        Kind.Noisy or Kind.Solver => "values with noise s hide a slope over h to s/h; where that is above the "
            + "resolution, a rule passes by chance.",
        Kind.Jump => "steps on this side of the jump are too small to tell, or see a slope that noise could make; one "
            + "fixed step passes what it cannot know.",
        Kind.Cancelling => "digits lost to cancellation are noise; a rule with an absolute tolerance passes small "
            + "slopes whatever they are.",
        _ => null,
    };
}
