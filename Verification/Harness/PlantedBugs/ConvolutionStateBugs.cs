namespace CnnVerified.Verification.PlantedBugs;

/// <summary>
/// Bugs of what a convolution's backward pass finds or keeps, and a wrong forward pass with the backward pass that
/// belongs to it.
/// </summary>
internal static class ConvolutionStateBugs
{
    public static PlantedBug[] All { get; } =
    [
        Of("conv-dx-not-cleared", "dx is added to what its buffer held, which nobody cleared.",
            "dx is a result, not an accumulator: with a reused buffer the gradient of the step before is still in it.",
            null, pass =>
            {
                for (var i = 0; i < (pass.Into.Dx?.Shape.Count ?? 0); i++) pass.Dx[i] += pass.Into.Dx![i];
            }),

        Of("conv-remembers-gradients",
            "dk is accumulated in a field that is never cleared: the second call adds to the first.",
            "Backward is a function of x, dy and θ. What an earlier call left must not change it, or the order of "
            + "calls becomes part of the result.",
            null, pass =>
            {
                if (pass.Earlier is not { } earlier) return;
                for (var i = 0; i < pass.DWeights.Shape.Count; i++) pass.DWeights[i] += earlier.DWeights[i];
            }),

        new Bug(nameof(Convolution<>), "conv-true-convolution",
            "Forward rotates the kernel, a convolution in the strict sense, and backward agrees with it.",
            "Cross-correlation reads k[u] at x[i + u], convolution at x[i − u]. Both train equally well, but weights "
            + "from elsewhere come out mirrored.",
            null, pass =>
            {
                var (dx, gradients) = Rotated(pass.Layer!).Backward(pass.X, pass.Y, pass.Dy);
                pass.SetDx(dx);
                pass.SetDWeights(Mirrored.Tensor(gradients[0]));
            })
        {
            Forward = (right, x, y) => Rotated(right).Forward(x, y),
        },
    ];

    private static Bug Of(string name, string mistake, string lesson, string? named, Action<BackwardPass> spoil) =>
        new(nameof(Convolution<>), name, mistake, lesson, named, spoil);

    private static Layer<double> Rotated(Layer<double> right) =>
        right.WithParameters(Mirrored.Tensor(right.Parameters[0].Value), right.Parameters[1].Value);
}
