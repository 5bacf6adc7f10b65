namespace CnnVerified.Verification.PlantedBugs;

/// <summary>Bugs of the gradient of a dense layer's weights.</summary>
internal static class DenseWeightBugs
{
    public static PlantedBug[] All { get; } =
    [
        Of("dense-output-for-upstream", "dW is built from the output y where the upstream gradient dy belongs.",
            "∂y[j]/∂W[j,i] = x[i], so dW[j,i] = Σₙ dy[n,j]·x[n,i]: a weight's share is how much the loss wants y[j] "
            + "to move, not how large y[j] is.",
            "dy replaced by y", pass => pass.SetDWeightsFor(pass.Y)),

        Of("dense-factor-two", "dW carries a stray factor 2, as from a squared error that was never there.",
            "y is linear in W: dW[j,i] = Σₙ dy[n,j]·x[n,i], with no factor; a 2 belongs to the derivative of a "
            + "square, inside dy.",
            "correct × 2", pass => BackwardPass.Replace(pass.DWeights, dw => 2 * dw)),

        Of("dense-weights-mean", "dW is the mean over the batch where the sum belongs.",
            "dW = Σₙ dy[n]·x[n]ᵀ; the 1/N of a mean loss has come with dy already, and here it is applied a second "
            + "time.",
            "= 1/N", pass => BackwardPass.Replace(pass.DWeights, dw => dw / pass.N)),

        Of("dense-weight-gradient-transposed",
            "dW is filled as x·dyᵀ, in the order (I, J), where the storage is (J, I).",
            "The gradient of a scalar with respect to W has W's own layout: dW[j,i] belongs to W[j,i], so it is dy·xᵀ.",
            "in transposed order", pass =>
            {
                var (dW, right) = (pass.DWeights, pass.DWeights.Clone());
                for (var j = 0; j < dW.Shape[0]; j++)
                    for (var i = 0; i < dW.Shape[1]; i++)
                        dW[i * dW.Shape[0] + j] = right[j, i];
            }),

        Of("dense-last-sample-weights",
            "Each sample overwrites dW in the loop over the batch, so that only the last one counts.",
            "All samples share W, so their contributions add up: dW = Σₙ dy[n]·x[n]ᵀ.",
            "only the last N", pass => pass.SetDWeightsFor(pass.DyOf(n => n == pass.N - 1))),

        Of("dense-first-sample-dropped", "The loop over the batch starts at 1: the first sample never reaches dW.",
            "dW = Σₙ dy[n]·x[n]ᵀ runs over all samples, n = 0 included.",
            "without the first N", pass => pass.SetDWeightsFor(pass.DyOf(n => n > 0))),

        Of("dense-weight-decay",
            "Weight decay, λ·W, sits in the backward pass, where it is no part of this loss's gradient.",
            "λ·W is the gradient of ½λ·‖W‖², a term of another loss; it belongs to the optimiser or into the loss, "
            + "where a check can see it.",
            "weight decay", pass =>
            {
                for (var i = 0; i < pass.DWeights.Shape.Count; i++) pass.DWeights[i] += Lambda * pass.Weights[i];
            }),

        Of("dense-weights-clipped", "dW is clipped to [−1, 1] inside the backward pass.",
            "Clipping is a step of the optimiser. A clipped dW is no gradient, and another layer's rule for the same "
            + "W would contradict it.",
            "clipped", pass => BackwardPass.Replace(pass.DWeights, dw => Math.Clamp(dw, -1, 1))),
    ];

    private const double Lambda = 0.05;

    private static Bug Of(string name, string mistake, string lesson, string named, Action<BackwardPass> spoil) =>
        new(nameof(Dense<>), name, mistake, lesson, named, spoil);
}
