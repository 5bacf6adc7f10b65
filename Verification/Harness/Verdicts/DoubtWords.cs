namespace CnnVerified.Verification.Verdicts;

/// <summary>What reports say of a doubt, and what to do about it.</summary>
internal static class DoubtWords
{
    /// <summary>A few words for one entry.</summary>
    public static string Word(this Doubt doubt, Verdict verdict = Verdict.Inconclusive) =>
        verdict == Verdict.Wrong ? "entries of equal value, moved together, have another slope" : doubt switch
        {
            Doubt.Noise => "noise",
            Doubt.Kink => "kink",
            Doubt.Jump => "jump",
            Doubt.Edge => "edge of the domain",
            Doubt.NotDeterministic => "not deterministic",
            Doubt.NoSignal => "no signal",
            Doubt.NotANumber => "not a number",
            Doubt.Contradiction => "oracles contradict",
            _ => throw new ArgumentOutOfRangeException(nameof(doubt), doubt, "no known doubt."),
        };

    /// <summary>What it means, and what helps.</summary>
    public static string Advice(this Doubt doubt) => doubt switch
    {
        Doubt.Noise => "the function's rounding hides the derivative here. Check at values where it is larger, without "
            + "a large constant that swallows its digits, or in double precision if it is not.",
        Doubt.Kink => "the function has a kink so near that the slopes on its sides are not known well enough. Move "
            + "the point.",
        Doubt.Jump => "the function jumps here, so it has no derivative. Move the point.",
        Doubt.Edge => "the function has values on one side only, too few to tell. Move the point into the domain.",
        Doubt.NotDeterministic => "the same values gave other results when asked again. Fix the random seed, or reset "
            + "what is remembered.",
        Doubt.NoSignal => "nothing changes the result here, so any mistake that gives 0 would pass. Choose other "
            + "values or weights, or another upstream gradient.",
        Doubt.NotANumber => "the function or its gradient is NaN or infinite here. Choose values inside the domain.",
        Doubt.Contradiction => "finite differences and dual numbers find different derivatives. Suspect Over<U>(), "
            + "which may give another function, or the harness.",
        _ => throw new ArgumentOutOfRangeException(nameof(doubt), doubt, "no known doubt."),
    };
}
