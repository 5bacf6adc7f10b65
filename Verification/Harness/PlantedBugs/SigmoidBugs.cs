namespace CnnVerified.Verification.PlantedBugs;

/// <summary>Bugs of a sigmoid: most make dx another function of one entry's x, y and dy.</summary>
internal static class SigmoidBugs
{
    public static PlantedBug[] All { get; } =
    [
        Of("sigmoid-slope-of-input", "The slope is x·(1 − x) with the input x where the output y belongs.",
            "σ′(x) = σ(x)·(1 − σ(x)) = y·(1 − y): the formula is in terms of the value that the forward pass gave.",
            "dy·x·(1 − x)", (x, _, dy) => x * (1 - x) * dy),

        Of("sigmoid-slope-at-output", "σ′ is evaluated at the output y, as if σ had not been applied yet.",
            "The chain rule takes each derivative at that function's own input: σ′(x), not σ′(σ(x)).",
            "x replaced by y", (_, y, dy) => Sigmoid(y) * (1 - Sigmoid(y)) * dy),

        Of("sigmoid-slope-omitted", "dx is dy: the factor σ′ was left out.",
            "dx = dy·∂y/∂x, and ∂y/∂x = y·(1 − y) is at most ¼: without it saturated units get gradients as if they "
            + "were linear.",
            "= dy.", (_, _, dy) => dy),

        Of("sigmoid-slope-twice", "σ′ is applied twice, as when a fused loss has it in its gradient already.",
            "One layer is one factor of the chain rule: dx = σ′(x)·dy, with σ′ once.",
            "applied twice", (_, y, dy) => y * (1 - y) * y * (1 - y) * dy),

        Of("sigmoid-value-for-slope", "dx is y·dy: the value stands where the slope belongs.",
            "σ′ = y·(1 − y); the second factor is what makes the slope vanish again for large x.",
            "= dy·y.", (_, y, dy) => y * dy),

        Of("sigmoid-slope-of-tanh", "The slope is 1 − y², which is the hyperbolic tangent's.",
            "tanh′ = 1 − tanh², but σ′ = σ·(1 − σ): each function has its own formula in terms of its value.",
            "dy·(1 − y²)", (_, y, dy) => (1 - y * y) * dy),

        Of("sigmoid-upstream-forgotten", "dx is σ′ alone: the upstream gradient was forgotten.",
            "∂L/∂x = ∂L/∂y·∂y/∂x; the local slope alone is the gradient of the sum of the outputs, as if dy were 1.",
            "dy replaced by 1", (_, y, _) => y * (1 - y)),

        Of("sigmoid-slope-sign", "The slope is y·(1 + y): a sign slipped.",
            "(1/(1 + e⁻ˣ))′ = e⁻ˣ/(1 + e⁻ˣ)² = y·(1 − y), since e⁻ˣ/(1 + e⁻ˣ) = 1 − y.",
            "dy·y·(1 + y)", (_, y, dy) => y * (1 + y) * dy),

        Of("sigmoid-output-modified", "y·(1 − y) is computed in y's own storage.",
            "y is an activation that the next layer's dW still needs, for which it would then be y·(1 − y).",
            null, pass => BackwardPass.Replace(pass.Y, y => y * (1 - y))),

        Of("sigmoid-stale-output", "The slope comes from the output that the pass before was given.",
            "σ′ belongs to this x; a cached activation is right only as long as forward and backward strictly "
            + "alternate.",
            null, pass =>
            {
                if (pass.Earlier is not { Y: var y } || y.Shape != pass.Y.Shape) return;
                for (var i = 0; i < pass.Dx.Shape.Count; i++) pass.Dx[i] = y[i] * (1 - y[i]) * pass.Dy[i];
            }),

        new Bug(nameof(Layers.Sigmoid<>), "sigmoid-too-steep",
            "Forward computes σ(2x), and backward its derivative 2·y·(1 − y).",
            "σ(2x) is a sigmoid too, and (1 + tanh x)/2 is it: a factor lost between two definitions changes every "
            + "output.",
            null, pass => pass.SetDx((_, y, dy) => 2 * y * (1 - y) * dy))
        {
            Forward = (right, x, y) =>
            {
                var twice = x.Clone();
                BackwardPass.Replace(twice, value => 2 * value);
                right.Forward(twice, y);
            },
        },
    ];

    private static Bug Of(string name, string mistake, string lesson, string? named, Action<BackwardPass> spoil) =>
        new(nameof(Layers.Sigmoid<>), name, mistake, lesson, named, spoil);

    private static Bug Of(
        string name, string mistake, string lesson, string named, Func<double, double, double, double> dx) =>
        new(nameof(Layers.Sigmoid<>), name, mistake, lesson, named, pass => pass.SetDx(dx));

    private static double Sigmoid(double x) => 1 / (1 + Math.Exp(-x));
}
