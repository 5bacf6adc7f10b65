namespace CnnVerified.Verification.PlantedBugs;

internal sealed class DenseBiasSummedOverEverything() : DenseBug(
    "dense-bias-summed-over-everything", "db is one number, the sum of dy over samples and outputs alike.",
    "b[j] feeds output j only, so db[j] = Σₙ dy[n,j]: the sum is over the batch, not over the outputs.",
    "summed over j")
{
    internal override void Spoil(BackwardPass pass) => pass.DBias.Values.Fill(pass.Dy.Values.ToArray().Sum());
}

internal sealed class DenseBiasOfFirstSample() : DenseBug(
    "dense-bias-first-sample", "db is dy of the first sample, not summed over the batch.",
    "Every sample passes through the same b[j], so its shares add up: db[j] = Σₙ dy[n,j].",
    "only the first N")
{
    internal override void Spoil(BackwardPass pass) =>
        pass.Dy.Values[..pass.DBias.Shape.Count].CopyTo(pass.DBias.Values);
}

internal sealed class DenseBiasMean() : DenseBug(
    "dense-bias-mean", "db is the mean of dy over the batch where the sum belongs.",
    "The 1/N of a mean loss is in dy already; dividing again makes the bias learn N times slower than the weights.",
    "= 1/N")
{
    internal override void Spoil(BackwardPass pass) => BackwardPass.Replace(pass.DBias, db => db / pass.N);
}

internal sealed class DenseBiasWrongAxis() : DenseBug(
    "dense-bias-wrong-axis", "db sums dy along the wrong axis: dy's storage (N, J) is read as if it were (J, N).",
    "db[j] = Σₙ dy[n,j] collects what all samples want of output j. In row-major storage these entries lie J apart, "
    + "not side by side.",
    "dy stored in transposed order")
{
    internal override void Spoil(BackwardPass pass)
    {
        for (var j = 0; j < pass.DBias.Shape.Count; j++)
        {
            pass.DBias[j] = 0;
            for (var n = 0; n < pass.N; n++) pass.DBias[j] += pass.Dy[j * pass.N + n];
        }
    }
}

internal sealed class DenseBiasForgotten() : DenseBug(
    "dense-bias-forgotten", "db is never written.",
    "y = W·x + b gives ∂y[j]/∂b[j] = 1: the bias takes part in every output, so its gradient is Σₙ dy[n,j], not 0.",
    "= 0")
{
    internal override void Spoil(BackwardPass pass) => pass.DBias.Values.Clear();
}

internal sealed class DenseBiasSubtracted() : DenseBug(
    "dense-bias-subtracted", "db has the wrong sign, as if the layer computed W·x − b.",
    "A bias that is added has ∂y/∂b = +1. The minus sign of gradient descent belongs to the optimiser.",
    "correct × −1")
{
    internal override void Spoil(BackwardPass pass) => BackwardPass.Replace(pass.DBias, db => -db);
}

internal sealed class DenseBiasAbsolute() : DenseBug(
    "dense-bias-absolute", "db is made of |dy|: a norm of the error was summed instead of the error.",
    "db[j] = Σₙ dy[n,j] keeps the signs, so that samples which pull in opposite directions cancel.",
    "dy replaced by |dy|")
{
    internal override void Spoil(BackwardPass pass) => pass.SetDBiasFor(Distortions.Each(Math.Abs)(pass.Dy));
}
