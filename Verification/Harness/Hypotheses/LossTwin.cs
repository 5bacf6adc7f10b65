using CnnVerified.Layers;

namespace CnnVerified.Verification.Hypotheses;

/// <summary>A loss of the library that has the same value as the one under suspicion.</summary>
internal sealed class LossTwin(Loss<double> right) : IRightPass
{
    /// <summary>The twin of a loss, if the library has one.</summary>
    public static LossTwin? Of(Loss<double> loss, Tensor<double> prediction, Tensor<double> target)
    {
        var other = Draw.Uniform(prediction.Shape, 0.05, 0.95, seed: 1);
        Loss<double>[] candidates = [new BinaryCrossEntropy<double>(),
            .. prediction.Shape.Rank == 2 ? [new SoftmaxCrossEntropy<double>()] : Array.Empty<Loss<double>>()];
        return candidates.Where(twin => Agree(twin, prediction) && Agree(twin, other))
            .Select(twin => new LossTwin(twin)).FirstOrDefault();

        bool Agree(Loss<double> twin, Tensor<double> p) =>
            Closeness.Of(Single(loss.Value(p, target)), Single(twin.Value(p, target))).IsRounding;
    }

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
