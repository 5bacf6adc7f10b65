namespace CnnVerified.Verification.Oracles;

/// <summary>
/// The gradient of code that is generic over its scalar, in numbers of 32 digits: the chain rule of its own layers,
/// believed only where differences of the function in the same numbers agree with it. The same passes with every
/// result rounded to double at random tell what double loses there.
/// </summary>
internal sealed class PreciseGradient
{
    private readonly Origin origin;
    private readonly Workers<Network<DoubleDouble>> copies;
    private readonly Loss<DoubleDouble>? loss;
    private readonly Lazy<PreciseDifferences> differences;
    private readonly Lazy<Tensor<DoubleDouble>[]> exact;
    private readonly Lazy<double[][]> tolerances;
    private readonly Lazy<bool>[] proven;

    private PreciseGradient(
        Origin origin, Network<DoubleDouble> network, Loss<DoubleDouble>? loss, Workers<Network<DoubleDouble>> copies)
    {
        (this.origin, this.copies, this.loss) = (origin, copies, loss);
        exact = new(() => Backpropagate(network));
        tolerances = new(TolerancesOfDouble);
        differences = new(() => new PreciseDifferences(network, loss, origin.X, origin.Upstream));
        proven = [.. Enumerable.Range(0, network.Parameters.Count + 1).Select(variable => new Lazy<bool>(
            () => differences.Value.Prove(variable, exact.Value[variable], tolerances.Value[variable])))];
    }

    /// <summary>The gradient of what was checked; null if a layer or the loss is not generic over its scalar.</summary>
    /// <param name="origin">What was checked.</param>
    /// <param name="copies">Networks for several who find out together what double loses; null for one alone.</param>
    public static PreciseGradient? Of(Origin origin, Workers<Network<DoubleDouble>>? copies = null) =>
        origin.Network.Over<DoubleDouble>() is { } network
        && (origin.Loss is null || origin.Loss.Over<DoubleDouble>() is not null)
            ? new(origin, network, origin.Loss?.Over<DoubleDouble>(), copies ?? new(false, () => network)) : null;

    /// <summary>
    /// The derivative with respect to one entry; null if it is not known: the chain rule is refuted, or differences
    /// cannot tell, as at a kink. Where a small tensor is not proven as a whole, its entries are one by one.
    /// </summary>
    /// <param name="variable">The network's parameters in order, then x.</param>
    /// <param name="entry">The row-major position.</param>
    public PreciseDerivative? At(int variable, int entry)
    {
        var derivative = new PreciseDerivative(exact.Value[variable][entry].High, tolerances.Value[variable][entry]);
        return double.IsFinite(derivative.Value + derivative.Tolerance) && IsKnown() ? derivative : null;

        bool IsKnown() => proven[variable].Value || exact.Value[variable].Shape.Count <= Tolerances.ThoroughEntries
            && differences.Value.Prove(variable, entry, exact.Value[variable][entry], derivative.Tolerance);
    }

    /// <summary>How far off a right gradient can be that was computed in double, whether it is known or not.</summary>
    public double LostAt(int variable, int entry) => tolerances.Value[variable][entry];

    /// <summary>The gradients of the parameters and of x, by the layers' own backward passes.</summary>
    private Tensor<DoubleDouble>[] Backpropagate(Network<DoubleDouble> network)
    {
        var (x, upstream) = (origin.X.Over<DoubleDouble>(), origin.Upstream.Over<DoubleDouble>());
        var trace = new Trace<DoubleDouble>(network, x.Shape, withInputGradient: true);
        var gradients = network.NewGradients();
        Parallelism.Alone(() =>
        {
            network.Forward(x, trace);
            if (loss is null) upstream.Values.CopyTo(trace.OutputGradient.Values);
            else loss.Gradient(trace.Output, upstream, trace.OutputGradient);
            network.Backward(trace, gradients);
        });
        return [.. gradients, trace.InputGradient!];
    }

    private double[][] TolerancesOfDouble()
    {
        double[][] allowed = [.. exact.Value.Select(gradient => new double[gradient.Shape.Count])];
        var gate = new Lock();
        copies.ForEach(Tolerances.RandomRoundings, 1, (network, run) =>
        {
            Tensor<DoubleDouble>[] rounded = [];
            DoubleDouble.RoundedAtRandom(run, () => rounded = Backpropagate(network));
            lock (gate)
                foreach (var (variable, gradient) in exact.Value.Index())
                    for (var i = 0; i < gradient.Shape.Count; i++)
                    {
                        var lost = Math.Abs((rounded[variable][i] - gradient[i]).High);
                        allowed[variable][i] =
                            Math.Max(allowed[variable][i], Tolerances.RandomRoundingSafety * lost + double.Epsilon);
                    }
        });
        return allowed;
    }
}
