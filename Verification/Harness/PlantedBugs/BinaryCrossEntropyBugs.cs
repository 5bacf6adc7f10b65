namespace CnnVerified.Verification;

internal sealed class BceMissingMean() : PlantedBug(
    "bce-missing-mean", "The loss is a mean over n entries, but its gradient lacks the 1/n.",
    "L = (1/n)·Σ ℓᵢ gives ∂L/∂pᵢ = (1/n)·ℓ′(pᵢ). Without it every gradient of the network is n times too large, which a learning rate hides.")
{
    internal override void Spoil(BackwardPass pass)
    {
        foreach (ref var dp in pass.Dx.Values) dp *= pass.Dx.Shape.Count;
    }
}

internal sealed class BceSignFlipped() : PlantedBug(
    "bce-sign-flipped", "The gradient has the wrong sign: (t − p) where (p − t) belongs.",
    "Raising p above its target t raises the loss, so ∂L/∂p has the sign of p − t; the other sign makes descent climb.")
{
    internal override void Spoil(BackwardPass pass)
    {
        foreach (ref var dp in pass.Dx.Values) dp = -dp;
    }
}

internal sealed class BceFusedWithSigmoid() : PlantedBug(
    "bce-fused-with-sigmoid", "The gradient is (p − t)/n, which has the sigmoid's slope in it; the sigmoid layer then applies it again.",
    "(p − t)/n is ∂L/∂z for p = σ(z). With respect to p itself it is (p − t)/(p·(1 − p))/n; p·(1 − p) is the sigmoid layer's business.")
{
    internal override void Spoil(BackwardPass pass)
    {
        for (var i = 0; i < pass.Dx.Shape.Count; i++) pass.Dx[i] *= pass.X[i] * (1 - pass.X[i]);
    }
}
