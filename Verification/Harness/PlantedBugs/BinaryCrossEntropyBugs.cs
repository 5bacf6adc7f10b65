namespace CnnVerified.Verification.PlantedBugs;

/// <summary>
/// A binary cross-entropy whose gradient is another function of one entry's p, t and right gradient, and of n.
/// </summary>
internal abstract class BinaryCrossEntropyBug(
    string name, string mistake, string lesson, string named, Func<double, double, double, double, double> dp,
    string? seen = null)
    : PlantedBug(nameof(BinaryCrossEntropy<>), name, mistake, lesson, named, seen)
{
    internal override void Spoil(BackwardPass pass)
    {
        for (var i = 0; i < pass.Dx.Shape.Count; i++)
            pass.Dx[i] = dp(pass.X[i], pass.Y[i], pass.Dx[i], pass.Dx.Shape.Count);
    }
}

internal sealed class BceMissingMean() : BinaryCrossEntropyBug(
    "bce-missing-mean", "The loss is a mean over n entries, but its gradient lacks the 1/n.",
    "L = (1/n)·Σ ℓᵢ gives ∂L/∂pᵢ = (1/n)·ℓ′(pᵢ). Without it every gradient of the network is n times too large, "
    + "which a learning rate hides.",
    "the number of entries", (_, _, right, n) => right * n,
    seen: "the Python program that this project began as: its learning rate of 0.01 was in truth 0.02");

internal sealed class BceMeanTwice() : BinaryCrossEntropyBug(
    "bce-mean-twice", "The gradient is divided by the number of entries twice.",
    "A mean is taken once: ∂L/∂p has one factor 1/n.",
    "= 1/the number of entries", (_, _, right, n) => right / n);

internal sealed class BceSignFlipped() : BinaryCrossEntropyBug(
    "bce-sign-flipped", "The gradient has the wrong sign: (t − p) where (p − t) belongs.",
    "Raising p above its target t raises the loss, so ∂L/∂p has the sign of p − t; the other sign makes descent climb.",
    "correct × −1", (_, _, right, _) => -right);

internal sealed class BceFusedWithSigmoid() : BinaryCrossEntropyBug(
    "bce-fused-with-sigmoid",
    "The gradient is (p − t)/n, which has the sigmoid's slope in it; the sigmoid layer then applies it again.",
    "(p − t)/n is ∂L/∂z for p = σ(z). With respect to p itself it is (p − t)/(p·(1 − p))/n; "
    + "p·(1 − p) is the sigmoid layer's business.",
    "correct·p·(1 − p)", (p, _, right, _) => right * p * (1 - p));

internal sealed class BceArgumentsSwapped() : BinaryCrossEntropyBug(
    "bce-arguments-swapped", "Prediction and target changed places in the gradient.",
    "−t·ln p − (1 − t)·ln(1 − p) is not symmetric: only p is under the logarithm, and only p is differentiated.",
    "prediction and target swapped", (p, t, _, n) => (t - p) / (t * (1 - t)) / n);

internal sealed class BceSecondTermMissing() : BinaryCrossEntropyBug(
    "bce-second-term-missing", "The gradient is −t/p/n: the term of the negative class was left out.",
    "ℓ = −t·ln p − (1 − t)·ln(1 − p) has two terms, and ℓ′ = −t/p + (1 − t)/(1 − p) both their derivatives.",
    "t/p", (p, t, _, n) => -t / p / n);
