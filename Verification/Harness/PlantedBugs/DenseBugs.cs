namespace CnnVerified.Verification.PlantedBugs;

/// <summary>Bugs of a dense layer's dx.</summary>
internal static class DenseBugs
{
    public static PlantedBug[] All { get; } =
    [
        Of("dense-missing-transpose",
            "dx is computed with W where Wᵀ belongs: the weights' storage is read as if it were (I, J).",
            "y = W·x sends x[i] to y[j] with the weight W[j,i]; the way back uses the same weight, dx[i] = Σⱼ "
            + "W[j,i]·dy[j] = (Wᵀ·dy)[i].",
            "weights stored in transposed order", pass =>
            {
                var (outputs, inputs) = (pass.Weights.Shape[0], pass.Weights.Shape[1]);
                pass.Dx.Values.Clear();
                for (var n = 0; n < pass.N; n++)
                    for (var i = 0; i < inputs; i++)
                        for (var j = 0; j < outputs; j++)
                            pass.Dx[n, i] += pass.Weights[i * outputs + j] * pass.Dy[n, j];
            }),

        Of("dense-updated-before-dx", "The weights take their step before dx is computed from them.",
            "dx = Wᵀ·dy needs the W that the forward pass used; after W ← W − η·dW it is the gradient of another "
            + "function.",
            "weights after a step", pass =>
            {
                for (var n = 0; n < pass.N; n++)
                    for (var j = 0; j < pass.Dy.Shape[1]; j++)
                        for (var i = 0; i < pass.X.Shape[1]; i++)
                            pass.Dx[n, i] -= LearningRate * pass.DWeights[j, i] * pass.Dy[n, j];
            }),

        Of("dense-first-sample-dx",
            "dx is computed for the first sample alone; the others keep the zeros of their buffer.",
            "Samples do not interact, so each has its own dx[n] = Wᵀ·dy[n]; a loop over the batch was forgotten.",
            "only the first N", pass => pass.Dx.Values[pass.X.Shape[1]..].Clear()),

        Of("dense-last-input-dropped", "The loop over the inputs stops one too early: the last one's dx stays 0.",
            "dx[i] = Σⱼ W[j,i]·dy[j] holds for every i from 0 to I − 1.",
            "without the last feature", pass =>
            {
                for (var n = 0; n < pass.N; n++) pass.Dx[n, pass.X.Shape[1] - 1] = 0;
            }),

        Of("dense-upstream-of-first-sample", "Every sample's dx is computed with the first sample's dy.",
            "The loss of sample n depends on x[n] through y[n] alone: dx[n] = Wᵀ·dy[n], with n on both sides.",
            "the first N everywhere", pass =>
            {
                for (var n = 1; n < pass.N; n++)
                    for (var i = 0; i < pass.X.Shape[1]; i++)
                        pass.Dx[n, i] = pass.Dx[0, i];
            }),
    ];

    private const double LearningRate = 0.01;

    private static Bug Of(string name, string mistake, string lesson, string named, Action<BackwardPass> spoil) =>
        new(nameof(Dense<>), name, mistake, lesson, named, spoil);
}
