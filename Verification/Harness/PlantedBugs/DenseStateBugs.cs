namespace CnnVerified.Verification.PlantedBugs;

/// <summary>
/// Bugs of what a dense layer's backward pass does to its arguments, and a wrong forward pass with the backward pass
/// that belongs to it.
/// </summary>
internal static class DenseStateBugs
{
    public static PlantedBug[] All { get; } =
    [
        Of("dense-upstream-modified", "The backward pass scales dy in place.",
            "dy is the caller's: another branch of the network, or the next check, will read it. A function of dy "
            + "must leave it as it was.",
            null, pass => BackwardPass.Replace(pass.Dy, dy => 0.5 * dy)),

        Of("dense-overwrites-gradients", "dW and db are assigned where they must be added.",
            "A parameter used twice, or a batch taken in parts, has as its gradient the sum of all its uses; "
            + "assignment keeps the last.",
            null, pass =>
            {
                foreach (var gradient in pass.Into.Gradients) gradient.Values.Clear();
            }),

        Of("dense-updates-in-backward", "The backward pass takes the step itself: W ← W − η·dW.",
            "Then no one can observe dW, accumulate it over two batches or choose another optimiser; and a checker "
            + "compares with a layer that has moved.",
            "when the backward pass is called again", pass =>
            {
                for (var i = 0; i < pass.Weights.Shape.Count; i++) pass.Weights[i] -= LearningRate * pass.DWeights[i];
            },
            seen: "the Python program that this project began as, where it is the design and not a mistake"),

        new Bug(nameof(Dense<>), "dense-bias-unused",
            "Forward forgets to add b, and backward leaves db at 0 accordingly.",
            "y = W·x can only separate through the origin. Its gradient is right for what it computes; what it "
            + "computes is not the layer.",
            null, pass => pass.DBias.Values.Clear())
        {
            Forward = (right, x, y) =>
            {
                var (weights, bias) = (right.Parameters[0].Value, right.Parameters[1].Value);
                right.WithParameters(weights, new Tensor<double>(bias.Shape)).Forward(x, y);
            },
        },
    ];

    private const double LearningRate = 0.01;

    private static Bug Of(
        string name, string mistake, string lesson, string? named, Action<BackwardPass> spoil, string? seen = null) =>
        new(nameof(Dense<>), name, mistake, lesson, named, spoil, seen);
}
