namespace CnnVerified.Verification.PlantedBugs;

/// <summary>Bugs of activations whose dx is another function of one entry's x, y and dy.</summary>
internal static class ActivationBugs
{
    public static PlantedBug[] All { get; } =
    [
        Of(nameof(ReLU<>), "relu-mask-of-upstream", "dy is let through where dy itself is positive, not where x was.",
            "max(0, x) has slope 1 where x > 0, whatever the sign of dy: a unit that was on must hear that it should "
            + "have been lower.",
            "dy with negative entries set to 0", (_, _, dy) => Math.Max(dy, 0)),

        Of(nameof(ReLU<>), "relu-mask-inverted", "dy is let through where x ≤ 0 and stopped where x > 0.",
            "For x > 0 the output follows the input, y = x; for x < 0 it stands still, and nothing in front can "
            + "change it.",
            "dy·[x ≤ 0]", (x, _, dy) => x > 0 ? 0 : dy),

        Of(nameof(ReLU<>), "relu-not-masked", "dx is dy for every entry: the units that were off were forgotten.",
            "∂y/∂x = 0 for x < 0: a unit that is off does not move with its input.",
            "= dy.", (_, _, dy) => dy),

        Of(nameof(ReLU<>), "relu-leaks",
            "Backward has the slope 0.01 for x ≤ 0, which is the leaky variant's, and forward has not.",
            "The backward pass differentiates this forward pass: max(0, x) is constant for x < 0, max(0.01·x, x) is "
            + "not.",
            "dy·[x ≤ 0]", (x, _, dy) => x > 0 ? dy : 0.01 * dy),

        Of(nameof(ReLU<>), "relu-value-for-slope", "dx is y·dy: the value stands where the slope, 0 or 1, belongs.",
            "y = x for x > 0 has slope 1, not x.",
            "= dy·y.", (_, y, dy) => y * dy),

        Of(nameof(Tanh<>), "tanh-slope-of-sigmoid", "The slope is y·(1 − y), which is the sigmoid's.",
            "tanh′ = 1 − tanh²: it is largest, 1, at x = 0, where y·(1 − y) is 0.",
            "dy·y·(1 − y)", (_, y, dy) => y * (1 - y) * dy),

        Of(nameof(Tanh<>), "tanh-slope-of-input", "The slope is 1 − x² with the input x where the output y belongs.",
            "tanh′(x) = 1 − tanh²(x) = 1 − y²; 1 − x² is its beginning near 0 and negative beyond 1.",
            "dy·(1 − x²)", (x, _, dy) => (1 - x * x) * dy),

        Of(nameof(Tanh<>), "tanh-square-forgotten", "The slope is 1 − y: the square was forgotten.",
            "1 − y² = (1 − y)·(1 + y) vanishes at both ends, y = 1 and y = −1; 1 − y is 2 at one of them.",
            "dy·(1 − y)", (_, y, dy) => (1 - y) * dy),

        Of(nameof(Softmax<>), "softmax-diagonal-only", "dx is y·(1 − y)·dy: only the diagonal of the Jacobian is used.",
            "Every output has every logit in its denominator: ∂yₖ/∂xⱼ = yₖ·(δⱼₖ − yⱼ), and the terms with k ≠ j count "
            + "as well.",
            "dy·y·(1 − y)", (_, y, dy) => y * (1 - y) * dy),

        Of(nameof(Softmax<>), "softmax-mean-forgotten", "dx is y·dy: the term Σₖ yₖ·dyₖ was not subtracted.",
            "Adding a constant to all logits changes nothing, so dx must sum to 0 in each sample: the subtracted mean "
            + "sees to that.",
            "= dy·y.", (_, y, dy) => y * dy),
    ];

    private static Bug Of(
        string breaks, string name, string mistake, string lesson, string named,
        Func<double, double, double, double> dx) =>
        new(breaks, name, mistake, lesson, named, pass => pass.SetDx(dx));
}
