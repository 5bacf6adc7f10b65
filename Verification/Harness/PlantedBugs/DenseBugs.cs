namespace CnnVerified.Verification;

internal sealed class DenseMissingTranspose() : PlantedBug(
    "dense-missing-transpose", "dx is computed with W where Wᵀ belongs: the weights' storage is read as if it were (I, J).",
    "y = W·x sends x[i] to y[j] with the weight W[j,i]; the way back uses the same weight, dx[i] = Σⱼ W[j,i]·dy[j] = (Wᵀ·dy)[i].")
{
    internal override void Spoil(BackwardPass pass)
    {
        var (outputs, inputs) = (pass.Weights.Shape[0], pass.Weights.Shape[1]);
        pass.Dx.Values.Clear();
        for (var n = 0; n < pass.N; n++)
            for (var i = 0; i < inputs; i++)
                for (var j = 0; j < outputs; j++)
                    pass.Dx[n, i] += pass.Weights[i * outputs + j] * pass.Dy[n, j];
    }
}

internal sealed class DenseBiasSummedOverEverything() : PlantedBug(
    "dense-bias-summed-over-everything", "db is one number, the sum of dy over samples and outputs alike.",
    "b[j] feeds output j only, so db[j] = Σₙ dy[n,j]: the sum is over the batch, not over the outputs.")
{
    internal override void Spoil(BackwardPass pass) => pass.DBias.Values.Fill(Sum(pass.Dy));

    private static double Sum(Layers.Tensor<double> tensor) => tensor.Values.ToArray().Sum();
}

internal sealed class DenseBiasOfFirstSample() : PlantedBug(
    "dense-bias-first-sample", "db is dy of the first sample, not summed over the batch.",
    "Every sample passes through the same b[j], so its shares add up: db[j] = Σₙ dy[n,j].")
{
    internal override void Spoil(BackwardPass pass) => pass.Dy.Values[..pass.DBias.Shape.Count].CopyTo(pass.DBias.Values);
}

internal sealed class DenseBiasMean() : PlantedBug(
    "dense-bias-mean", "db is the mean of dy over the batch where the sum belongs.",
    "The 1/N of a mean loss is in dy already; dividing again makes the bias learn N times slower than the weights.")
{
    internal override void Spoil(BackwardPass pass)
    {
        foreach (ref var db in pass.DBias.Values) db /= pass.N;
    }
}

internal sealed class DenseUpdatedBeforeDx() : PlantedBug(
    "dense-updated-before-dx", "The weights take their step before dx is computed from them.",
    "dx = Wᵀ·dy needs the W that the forward pass used; after W ← W − η·dW it is the gradient of another function.")
{
    private const double LearningRate = 0.01;

    internal override void Spoil(BackwardPass pass)
    {
        for (var n = 0; n < pass.N; n++)
            for (var j = 0; j < pass.Dy.Shape[1]; j++)
                for (var i = 0; i < pass.X.Shape[1]; i++)
                    pass.Dx[n, i] -= LearningRate * pass.DWeights[j, i] * pass.Dy[n, j];
    }
}

internal sealed class DenseOutputForUpstream() : PlantedBug(
    "dense-output-for-upstream", "dW is built from the output y where the upstream gradient dy belongs.",
    "∂y[j]/∂W[j,i] = x[i], so dW[j,i] = Σₙ dy[n,j]·x[n,i]: a weight's share is how much the loss wants y[j] to move, not how large y[j] is.")
{
    internal override void Spoil(BackwardPass pass) =>
        pass.BackwardOf(pass.Layer!, dy: pass.Y).Parameters[0].Values.CopyTo(pass.DWeights.Values);
}

internal sealed class DenseFactorTwo() : PlantedBug(
    "dense-factor-two", "dW carries a stray factor 2, as from a squared error that was never there.",
    "y is linear in W: dW[j,i] = Σₙ dy[n,j]·x[n,i], with no factor; a 2 belongs to the derivative of a square, inside dy.")
{
    internal override void Spoil(BackwardPass pass)
    {
        foreach (ref var dw in pass.DWeights.Values) dw *= 2;
    }
}
