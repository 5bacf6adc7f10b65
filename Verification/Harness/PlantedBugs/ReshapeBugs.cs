namespace CnnVerified.Verification.PlantedBugs;

/// <summary>Bugs of a reshape's dx.</summary>
internal static class ReshapeBugs
{
    public static PlantedBug[] All { get; } =
    [
        Of("reshape-channels-last",
            "Forward lays images out channel by channel, and backward reads dy pixel by pixel, with all channels of "
            + "each.",
            "dx has the numbers of dy in the order in which y has those of x: whoever reads another layout hands each "
            + "input the gradient of another.",
            "swapped in storage", pass =>
            {
                var (channels, sample) = (pass.X.Shape[1], pass.X.Shape.Count / pass.N);
                var pixels = sample / channels;
                for (var i = 0; i < pass.Dx.Shape.Count; i++)
                {
                    var at = i % sample;
                    pass.Dx[i] = pass.Dy[i - at + at % pixels * channels + at / pixels];
                }
            }),

        Of("reshape-value-for-upstream", "Backward reshapes y, the layer's output, instead of dy.",
            "Through y = x every slope is 1, so dx is dy under the shape of x; y itself says nothing of the loss.",
            "= y.", pass => pass.Y.Values.CopyTo(pass.Dx.Values)),
    ];

    private static Bug Of(string name, string mistake, string lesson, string named, Action<BackwardPass> spoil) =>
        new(nameof(Reshape<>), name, mistake, lesson, named, spoil);
}
