namespace CnnVerified.Verification.PlantedBugs;

/// <summary>Bugs of the gradient of a dense layer's bias.</summary>
internal static class DenseBiasBugs
{
    public static PlantedBug[] All { get; } =
    [
        Of("dense-bias-summed-over-everything", "db is one number, the sum of dy over samples and outputs alike.",
            "b[j] feeds output j only, so db[j] = Σₙ dy[n,j]: the sum is over the batch, not over the outputs.",
            "summed over j", pass => pass.DBias.Values.Fill(pass.Dy.Values.ToArray().Sum())),

        Of("dense-bias-first-sample", "db is dy of the first sample, not summed over the batch.",
            "Every sample passes through the same b[j], so its shares add up: db[j] = Σₙ dy[n,j].",
            "only the first N", pass => pass.Dy.Values[..pass.DBias.Shape.Count].CopyTo(pass.DBias.Values)),

        Of("dense-bias-mean", "db is the mean of dy over the batch where the sum belongs.",
            "The 1/N of a mean loss is in dy already; dividing again makes the bias learn N times slower than the "
            + "weights.",
            "= 1/N", pass => BackwardPass.Replace(pass.DBias, db => db / pass.N)),

        Of("dense-bias-wrong-axis",
            "db sums dy along the wrong axis: dy's storage (N, J) is read as if it were (J, N).",
            "db[j] = Σₙ dy[n,j] collects what all samples want of output j. In row-major storage these entries lie J "
            + "apart, not side by side.",
            "dy stored in transposed order", pass =>
            {
                for (var j = 0; j < pass.DBias.Shape.Count; j++)
                {
                    pass.DBias[j] = 0;
                    for (var n = 0; n < pass.N; n++) pass.DBias[j] += pass.Dy[j * pass.N + n];
                }
            }),

        Of("dense-bias-forgotten", "db is never written.",
            "y = W·x + b gives ∂y[j]/∂b[j] = 1: the bias takes part in every output, so its gradient is Σₙ dy[n,j], "
            + "not 0.",
            "= 0", pass => pass.DBias.Values.Clear()),

        Of("dense-bias-subtracted", "db has the wrong sign, as if the layer computed W·x − b.",
            "A bias that is added has ∂y/∂b = +1. The minus sign of gradient descent belongs to the optimiser.",
            "correct × −1", pass => BackwardPass.Replace(pass.DBias, db => -db)),

        Of("dense-bias-absolute", "db is made of |dy|: a norm of the error was summed instead of the error.",
            "db[j] = Σₙ dy[n,j] keeps the signs, so that samples which pull in opposite directions cancel.",
            "dy replaced by |dy|", pass => pass.SetDBiasFor(Distortions.Each(Math.Abs)(pass.Dy))),
    ];

    private static Bug Of(string name, string mistake, string lesson, string named, Action<BackwardPass> spoil) =>
        new(nameof(Dense<>), name, mistake, lesson, named, spoil);
}
