namespace CnnVerified.Verification.PlantedBugs;

/// <summary>A sigmoid whose dx is another function of one entry's x, y and dy.</summary>
internal abstract class SigmoidBug(
    string name, string mistake, string lesson, string named, Func<double, double, double, double> dx)
    : ActivationBug(nameof(Layers.Sigmoid<>), name, mistake, lesson, named, dx)
{
    protected static double Sigmoid(double x) => 1 / (1 + Math.Exp(-x));
}

internal sealed class SigmoidSlopeOfInput() : SigmoidBug(
    "sigmoid-slope-of-input", "The slope is x·(1 − x) with the input x where the output y belongs.",
    "σ′(x) = σ(x)·(1 − σ(x)) = y·(1 − y): the formula is in terms of the value that the forward pass gave.",
    "dy·x·(1 − x)", (x, _, dy) => x * (1 - x) * dy);

internal sealed class SigmoidSlopeAtOutput() : SigmoidBug(
    "sigmoid-slope-at-output", "σ′ is evaluated at the output y, as if σ had not been applied yet.",
    "The chain rule takes each derivative at that function's own input: σ′(x), not σ′(σ(x)).",
    "x replaced by y", (_, y, dy) => Sigmoid(y) * (1 - Sigmoid(y)) * dy);

internal sealed class SigmoidSlopeOmitted() : SigmoidBug(
    "sigmoid-slope-omitted", "dx is dy: the factor σ′ was left out.",
    "dx = dy·∂y/∂x, and ∂y/∂x = y·(1 − y) is at most ¼: without it saturated units get gradients as if they were "
    + "linear.",
    "= dy.", (_, _, dy) => dy);

internal sealed class SigmoidSlopeTwice() : SigmoidBug(
    "sigmoid-slope-twice", "σ′ is applied twice, as when a fused loss has it in its gradient already.",
    "One layer is one factor of the chain rule: dx = σ′(x)·dy, with σ′ once.",
    "applied twice", (_, y, dy) => y * (1 - y) * y * (1 - y) * dy);

internal sealed class SigmoidValueForSlope() : SigmoidBug(
    "sigmoid-value-for-slope", "dx is y·dy: the value stands where the slope belongs.",
    "σ′ = y·(1 − y); the second factor is what makes the slope vanish again for large x.",
    "= dy·y.", (_, y, dy) => y * dy);

internal sealed class SigmoidSlopeOfTanh() : SigmoidBug(
    "sigmoid-slope-of-tanh", "The slope is 1 − y², which is the hyperbolic tangent's.",
    "tanh′ = 1 − tanh², but σ′ = σ·(1 − σ): each function has its own formula in terms of its value.",
    "dy·(1 − y²)", (_, y, dy) => (1 - y * y) * dy);

internal sealed class SigmoidUpstreamForgotten() : SigmoidBug(
    "sigmoid-upstream-forgotten", "dx is σ′ alone: the upstream gradient was forgotten.",
    "∂L/∂x = ∂L/∂y·∂y/∂x; the local slope alone is the gradient of the sum of the outputs, as if dy were 1.",
    "dy replaced by 1", (_, y, _) => y * (1 - y));

internal sealed class SigmoidSlopeSign() : SigmoidBug(
    "sigmoid-slope-sign", "The slope is y·(1 + y): a sign slipped.",
    "(1/(1 + e⁻ˣ))′ = e⁻ˣ/(1 + e⁻ˣ)² = y·(1 − y), since e⁻ˣ/(1 + e⁻ˣ) = 1 − y.",
    "dy·y·(1 + y)", (_, y, dy) => y * (1 + y) * dy);
