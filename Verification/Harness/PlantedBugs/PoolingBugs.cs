namespace CnnVerified.Verification.PlantedBugs;

/// <summary>
/// Bugs of pooling layers that hand dy back in another way: one output's dy to the inputs of its window, which are
/// given by their positions in x.
/// </summary>
internal static class PoolingBugs
{
    public static PlantedBug[] All { get; } =
    [
        Of(nameof(MaxPooling<>), "max-pool-windows-overwrite",
            "dx of a winner is assigned: where it wins two overlapping windows, only the second one counts.",
            "An input that is the largest of two windows moves both outputs, so its dx is the sum of both dy.",
            "overwriting each other", (pass, inputs, dy) => pass.Dx[inputs.MaxBy(i => pass.X[i])] = dy),

        Of(nameof(MaxPooling<>), "max-pool-all-winners", "Of equal largest inputs each one gets the whole dy.",
            "If a winners share the maximum, moving all of them moves y once: their dx must sum to dy, not to a·dy. "
            + "One winner, or equal shares.",
            "every one of equal winners", (pass, inputs, dy) =>
            {
                var largest = inputs.Max(i => pass.X[i]);
                Add(pass, inputs.Where(i => pass.X[i] == largest), dy);
            }),

        Of(nameof(MaxPooling<>), "max-pool-shared-by-all",
            "dy is given to every input of the window, as if each were the largest.",
            "y follows its largest input alone; a small step of any other one changes nothing.",
            "to every input of the window", (pass, inputs, dy) => Add(pass, inputs, dy)),

        Of(nameof(MaxPooling<>), "max-pool-first-input",
            "dy goes to the first input of the window, whichever was the largest.",
            "∂y/∂x is 1 at the position of the maximum: the backward pass must know which input won.",
            "to the first input of the window", (pass, inputs, dy) => Add(pass, inputs[..1], dy)),

        Of(nameof(MaxPooling<>), "max-pool-stale-winners", "The winners are those of the pass before.",
            "The maximum is at another place for another x; a remembered argmax is right only while forward and "
            + "backward strictly alternate.",
            null, (pass, inputs, dy) =>
            {
                var x = pass.Earlier is { } earlier && earlier.X.Shape == pass.X.Shape ? earlier.X : pass.X;
                pass.Dx[inputs.MaxBy(i => x[i])] += dy;
            }),

        Of(nameof(AveragePooling<>), "average-pool-not-divided", "Every input gets the whole dy instead of its share.",
            "y = Σx/(h·w), so ∂y/∂x = 1/(h·w): the shares of a window sum to dy.",
            "= the window's size", (pass, inputs, dy) => Add(pass, inputs, dy)),

        Of(nameof(AveragePooling<>), "average-pool-windows-overwrite",
            "Each window assigns its shares: where windows overlap, the last one wins.",
            "An input seen by several windows moves all their means; the chain rule adds one term for each.",
            "overwriting each other", (pass, inputs, dy) =>
            {
                var (height, width) = pass.Window.Size;
                foreach (var i in inputs) pass.Dx[i] = dy / (height * width);
            }),

        Of(nameof(AveragePooling<>), "average-pool-padding-not-counted",
            "Backward divides by the inputs inside the image, forward by the whole window.",
            "Whether padding counts is a convention, but one for both passes: with y = Σx/(h·w) every share is "
            + "1/(h·w), also at the border.",
            "divided by the inputs inside the image", (pass, inputs, dy) => Add(pass, inputs, dy / inputs.Length)),
    ];

    private static Bug Of(
        string breaks, string name, string mistake, string lesson, string? named,
        Action<BackwardPass, int[], double> share) =>
        new(breaks, name, mistake, lesson, named, pass =>
        {
            pass.Dx.Values.Clear();
            foreach (var (y, inputs) in Windows.Of(pass.Window, pass.X.Shape, pass.Dy.Shape))
                share(pass, inputs, pass.Dy[y]);
        });

    /// <summary>Adds the same to dx of several inputs.</summary>
    private static void Add(BackwardPass pass, IEnumerable<int> inputs, double share)
    {
        foreach (var i in inputs) pass.Dx[i] += share;
    }
}
