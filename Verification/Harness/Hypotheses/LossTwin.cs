namespace CnnVerified.Verification.Hypotheses;

/// <summary>A loss of the library that has the same value as the one under suspicion.</summary>
internal sealed class LossTwin(Loss<double> right) : IRightPass
{
    /// <summary>The twin of a loss, if the library has one; all of these take a target like the prediction.</summary>
    public static LossTwin? Of(Loss<double> loss, Tensor<double> prediction, Tensor<double> target)
    {
        if (prediction.Shape != target.Shape) return null;
        var other = Draw.Uniform(prediction.Shape, 0.05, 0.95, seed: 1);
        Loss<double>[] candidates = [new BinaryCrossEntropy<double>(),
            .. prediction.Shape.Rank == 2 ? [new SoftmaxCrossEntropy<double>()] : Array.Empty<Loss<double>>()];
        return candidates.Select(candidate => new LossTwin(candidate.AsReference() ?? candidate))
            .FirstOrDefault(twin => twin.Computes(loss, prediction, target) && twin.Computes(loss, other, target));
    }

    /// <summary>Whether a loss has the twin's value.</summary>
    public bool Computes(Loss<double> loss, Tensor<double> prediction, Tensor<double> target) => Closeness.Of(
        Single(loss.Value(prediction, target)), Single(right.Value(prediction, target))).IsRounding;

    /// <summary>Whether it is other code than a loss, whose own reference text may have the mistake too.</summary>
    public bool IsOther(Loss<double> loss) => right.GetType() != loss.GetType();

    /// <inheritdoc/>
    public IEnumerable<(string Words, Func<Arguments, Tensor<double>[]> Gradients)> Siblings =>
        [("prediction and target swapped", a => Gradients(a with { X = a.Y, Y = a.X }))];

    /// <inheritdoc/>
    public Func<Tensor<double>, Tensor<double>> Forward => x => x;

    /// <inheritdoc/>
    public Tensor<double>[] Gradients(Arguments arguments)
    {
        var gradient = new Tensor<double>(arguments.X.Shape);
        right.Gradient(arguments.X, arguments.Y, gradient);
        return [gradient];
    }

    private static Tensor<double> Single(double value) => new(new Shape(1), value);
}
