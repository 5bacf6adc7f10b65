namespace CnnVerified.Verification;

internal sealed class SigmoidSlopeOfInput() : PlantedBug(
    "sigmoid-slope-of-input", "The slope is x·(1 − x) with the input x where the output y belongs.",
    "σ′(x) = σ(x)·(1 − σ(x)) = y·(1 − y): the formula is in terms of the value that the forward pass gave.")
{
    internal override void Spoil(BackwardPass pass)
    {
        for (var i = 0; i < pass.Dx.Shape.Count; i++) pass.Dx[i] = pass.X[i] * (1 - pass.X[i]) * pass.Dy[i];
    }
}

internal sealed class SigmoidTwice() : PlantedBug(
    "sigmoid-slope-at-output", "σ′ is evaluated at the output y, as if σ had not been applied yet.",
    "The chain rule takes each derivative at that function's own input: σ′(x), not σ′(σ(x)).")
{
    internal override void Spoil(BackwardPass pass)
    {
        for (var i = 0; i < pass.Dx.Shape.Count; i++)
        {
            var sigma = 1 / (1 + Math.Exp(-pass.Y[i]));
            pass.Dx[i] = sigma * (1 - sigma) * pass.Dy[i];
        }
    }
}

internal sealed class SigmoidSlopeOmitted() : PlantedBug(
    "sigmoid-slope-omitted", "dx is dy: the factor σ′ was left out.",
    "dx = dy·∂y/∂x, and ∂y/∂x = y·(1 − y) is at most ¼: without it saturated units get gradients as if they were linear.")
{
    internal override void Spoil(BackwardPass pass) => pass.Dy.Values.CopyTo(pass.Dx.Values);
}
