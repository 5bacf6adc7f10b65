namespace CnnVerified.Verification;

/// <summary>What the slopes at all steps say, given the function's noise: one slope, a kink, a jump, or an edge.</summary>
/// <param name="Derivative">The derivative, or why there is none.</param>
/// <param name="Slope">The slope on which it rests.</param>
/// <param name="Jump">How far the function jumps at the very point; 0 if it does not.</param>
internal readonly record struct Interpretation(NumericDerivative Derivative, Estimate Slope, double Jump = 0)
{
    private const double Smallest = 1e3 * double.Epsilon;
    private const int Fewest = 4;                     // rungs with both sides; fewer leave it to one side

    /// <summary>Reads the rungs, the finest first.</summary>
    public static Interpretation Of(List<Rung> rungs, double noise)
    {
        var central = Extrapolation.Best(rungs, Side.Both, noise);
        var (below, above) = (Extrapolation.Best(rungs, Side.Below, noise), Extrapolation.Best(rungs, Side.Above, noise));
        if (!central.IsKnown || rungs.Count(rung => rung.Has(Side.Both)) < Fewest)
        {
            var only = below.Uncertainty < above.Uncertainty ? below : above;
            return new(only.IsKnown ? Smooth(only, rungs, noise) : NumericDerivative.Unknown(Doubt.Edge), only);
        }
        var (isKink, jump) = Sides.Of(rungs, central, noise);
        var best = isKink ? central : Clearer(Clearer(central, below), above);
        var smooth = Smooth(best, rungs, noise);
        return new(isKink
            ? smooth with
            {
                Value = (below.Value + above.Value) / 2,
                Uncertainty = Math.Max(below.Uncertainty, above.Uncertainty),
                HalfGap = Math.Abs(above.Value - below.Value) / 2,
            }
            : IsStaircase(rungs, central, noise) ? smooth with { Doubt = Doubt.Noise } : smooth, best, jump);
    }

    /// <summary>
    /// The slope on one side, if it is clearer, as where a kink, a jump or a pole is near on the other; the slope of both
    /// sides tells roughly that there is none at the point itself.
    /// </summary>
    private static Estimate Clearer(Estimate central, Estimate side) =>
        central.Uncertainty > Tolerances.Resolution * Math.Abs(central.Value)
        && central.Uncertainty <= Tolerances.GlancedGap * Math.Abs(central.Value)
        && side.Uncertainty < central.Uncertainty
        && Math.Abs(side.Value - central.Value) <= side.Uncertainty + central.Uncertainty ? side : central;

    /// <summary>The derivative of one smooth piece.</summary>
    public static NumericDerivative Smooth(Estimate estimate, List<Rung> rungs, double noise) => new(
        estimate.Value, estimate.Uncertainty + Tolerances.NumericFloor * Math.Abs(estimate.Value))
    {
        Steepest = estimate.Steepest,
        Visible = (Tolerances.Resolution * rungs.Max(rung => rung.Size) + Smallest) / rungs[^1].Step,
        Moved = rungs.Any(rung => rung.Moves),
        IsCoarse = noise > Tolerances.CoarseNoise * rungs.Max(rung => rung.Size)
            || rungs.All(rung => rung.IsSingle),
    };

    /// <summary>Noise so regular that it shows in no difference: a finer step has a slope that noise does not explain.</summary>
    private static bool IsStaircase(List<Rung> rungs, Estimate central, double noise)
    {
        var finer = rungs.Where(rung => rung.Has(Side.Both) && rung.Step <= central.Step).ToArray();
        return finer.Length > 0 && finer.Any(rung => Math.Abs(rung.Slope(Side.Both) - central.Value)
            > Extrapolation.Margin * rung.Rounding(Side.Both, noise) + central.Uncertainty
                + Math.Abs(finer[^1].Slope(Side.Both) - central.Value));
    }
}
