namespace CnnVerified.Verification.Hypotheses;

/// <summary>How a hypothesis's prediction enters a wrong gradient.</summary>
internal enum Role
{
    /// <summary>The wrong gradient is a multiple of it: most mistakes come with a factor at times.</summary>
    Multiple,

    /// <summary>The wrong gradient is it.</summary>
    Exactly,

    /// <summary>The wrong gradient is the right one plus a multiple of it.</summary>
    Added,
}

/// <summary>A mistake that may have been made, and the gradient that it would have given.</summary>
/// <param name="Words">The gradient in words, such as <c>correct rotated by 180°</c>.</param>
/// <param name="Look">What to look at in a backward pass.</param>
/// <param name="Weight">
/// How far-fetched it is: of several mistakes that explain the same numbers the lightest are named.
/// </param>
/// <param name="Predict">The gradient.</param>
/// <param name="Role">How it enters the wrong gradient.</param>
internal sealed record Hypothesis(
    string Words, string Look, int Weight, Func<Tensor<double>> Predict, Role Role = Role.Multiple)
{
    /// <summary>Where the mistake is made, in words, such as <c>x ≤ 0</c>; empty: everywhere.</summary>
    public string Where { get; init; } = "";

    /// <summary>The same entry by entry: all others are right; null: everywhere.</summary>
    public bool[]? Region { get; init; }

    /// <summary>The same without a threshold that was found at one point; null if there is none.</summary>
    public string? Side { get; init; }

    /// <summary>Numbers that it has at the point of the check; others elsewhere.</summary>
    public string Here { get; init; } = "";

    /// <summary>What tells it from other hypotheses at every point.</summary>
    public (string, string, Role) Key => (Id ?? Words, Side ?? Where, Role);

    /// <summary>What tells it from others where its words differ from point to point.</summary>
    public string? Id { get; init; }

    /// <summary>This mistake, and another one made with its result.</summary>
    public Hypothesis Then(Rearrangement rearrangement) => new(
        rearrangement.Of(Words.Contains(' ', StringComparison.Ordinal) ? $"({Words})" : Words),
        $"{Look}; and {rearrangement.Look}",
        Weight + 2, () => rearrangement.Apply(Predict()), Role);
}
