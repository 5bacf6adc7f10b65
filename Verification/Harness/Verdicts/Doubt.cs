namespace CnnVerified.Verification;

/// <summary>Why an entry could not be decided.</summary>
public enum Doubt
{
    /// <summary>The function's noise, or its rounding, hides the derivative.</summary>
    Noise,

    /// <summary>The function has a kink there, and the slopes on its sides are not known well enough.</summary>
    Kink,

    /// <summary>The function jumps there.</summary>
    Jump,

    /// <summary>The function has values on one side only, and too few to tell.</summary>
    Edge,

    /// <summary>The function gives other values when it is called again.</summary>
    NotDeterministic,

    /// <summary>Nothing changes the function's value there: any gradient of 0 would pass.</summary>
    NoSignal,

    /// <summary>The function is not a number there.</summary>
    NotANumber,

    /// <summary>Finite differences and dual numbers contradict each other.</summary>
    Contradiction,
}
