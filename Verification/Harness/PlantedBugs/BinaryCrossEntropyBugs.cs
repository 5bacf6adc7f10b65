namespace CnnVerified.Verification.PlantedBugs;

/// <summary>
/// Bugs of a binary cross-entropy: gradients that are another function of one entry's p, t and right gradient, and
/// of n.
/// </summary>
internal static class BinaryCrossEntropyBugs
{
    public static PlantedBug[] All { get; } =
    [
        Of("bce-missing-mean", "The loss is a mean over n entries, but its gradient lacks the 1/n.",
            "L = (1/n)·Σ ℓᵢ gives ∂L/∂pᵢ = (1/n)·ℓ′(pᵢ). Without it every gradient of the network is n times too "
            + "large, which a learning rate hides.",
            "the number of entries", (_, _, right, n) => right * n,
            seen: "the Python program that this project began as: its learning rate of 0.01 was in truth 0.02"),

        Of("bce-mean-twice", "The gradient is divided by the number of entries twice.",
            "A mean is taken once: ∂L/∂p has one factor 1/n.",
            "= 1/the number of entries", (_, _, right, n) => right / n),

        Of("bce-sign-flipped", "The gradient has the wrong sign: (t − p) where (p − t) belongs.",
            "Raising p above its target t raises the loss, so ∂L/∂p has the sign of p − t; the other sign makes "
            + "descent climb.",
            "correct × −1", (_, _, right, _) => -right),

        Of("bce-fused-with-sigmoid",
            "The gradient is (p − t)/n, which has the sigmoid's slope in it; the sigmoid layer then applies it again.",
            "(p − t)/n is ∂L/∂z for p = σ(z). With respect to p itself it is (p − t)/(p·(1 − p))/n; p·(1 − p) is the "
            + "sigmoid layer's business.",
            "correct·p·(1 − p)", (p, _, right, _) => right * p * (1 - p)),

        Of("bce-arguments-swapped", "Prediction and target changed places in the gradient.",
            "−t·ln p − (1 − t)·ln(1 − p) is not symmetric: only p is under the logarithm, and only p is "
            + "differentiated.",
            "prediction and target swapped", (p, t, _, n) => (t - p) / (t * (1 - t)) / n),

        Of("bce-second-term-missing", "The gradient is −t/p/n: the term of the negative class was left out.",
            "ℓ = −t·ln p − (1 − t)·ln(1 − p) has two terms, and ℓ′ = −t/p + (1 − t)/(1 − p) both their derivatives.",
            "t/p", (p, t, _, n) => -t / p / n),

        new Bug(nameof(BinaryCrossEntropy<>), "bce-sum",
            "Value and gradient are sums over the entries where both are means.",
            "A sum grows with the batch, and with it the step that a learning rate means. Which of the two a loss is "
            + "must be said, and kept.",
            null, pass => BackwardPass.Replace(pass.Dx, dp => dp * pass.Dx.Shape.Count))
        {
            Value = (right, prediction, target) => right.Value(prediction, target) * prediction.Shape.Count,
        },
    ];

    private static Bug Of(
        string name, string mistake, string lesson, string named, Func<double, double, double, double, double> dp,
        string? seen = null) =>
        new(nameof(BinaryCrossEntropy<>), name, mistake, lesson, named, pass =>
        {
            for (var i = 0; i < pass.Dx.Shape.Count; i++)
                pass.Dx[i] = dp(pass.X[i], pass.Y[i], pass.Dx[i], pass.Dx.Shape.Count);
        }, seen);
}
