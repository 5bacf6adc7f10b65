namespace CnnVerified.Verification;

/// <summary>
/// Derivatives of functions that are smooth in pieces, such as ReLU and max-pooling. Code that is generic over its
/// scalar is run on dual numbers, which note how every comparison came out: the active set. Steps that change it
/// straddle a kink and are left out. Where every step does, the point itself is at a kink, and each output's slopes on
/// either side bound the derivative.
/// </summary>
internal sealed class Kinks(Subject subject, StepLadder ladder)
{
    private const int Near = 6;

    private readonly Lazy<IEvaluator<Dual>?> evaluator =
        new(() => subject.DualEvaluators.Exist ? subject.DualEvaluators.Take() : null);
    private readonly Dual[] outputs = new Dual[subject.Upstream.Length];

    /// <summary>The derivative from steps that stay on one piece, or the interval of slopes at a kink.</summary>
    public NumericDerivative Derivative(int variable, int entry)
    {
        if (evaluator.Value is not null)
        {
            var smooth = ladder.Climb(variable, entry, Side.Both, h => IsSmooth(variable, entry, h)).Best;
            if (double.IsFinite(smooth.Uncertainty)) return smooth;
        }
        var (below, above) =
            (ladder.Climb(variable, entry, Side.Below).Best, ladder.Climb(variable, entry, Side.Above).Best);
        var (middle, reach) = ((below.Value + above.Value) / 2, below.Uncertainty + above.Uncertainty);
        var (width, narrower) = (ladder.KinkWidth(variable, entry, Near), ladder.KinkWidth(variable, entry, Near + 1));
        var isKink = narrower > width / 2 && narrower > reach;
        return new(middle, (isKink ? narrower : Math.Abs(above.Value - below.Value) / 2) + reach, isKink);
    }

    /// <summary>Whether θ − h, θ and θ + h are known to be on one piece.</summary>
    public bool IsSmooth(int variable, int entry, double h)
    {
        if (evaluator.Value is null) return false;
        var theta = subject.Variables[variable].Value[entry];
        var activeSet = ActiveSet(variable, entry, theta);
        return ActiveSet(variable, entry, theta - h) == activeSet && ActiveSet(variable, entry, theta + h) == activeSet;
    }

    private ulong ActiveSet(int variable, int entry, double value)
    {
        Dual.ForgetComparisons();
        evaluator.Value!.Evaluate(variable, entry, value, outputs);
        return Dual.Comparisons;
    }
}
