namespace CnnVerified.Verification.Oracles;

/// <summary>
/// What the slopes at all steps say, given the function's noise: one slope, a kink, a jump, or an edge.
/// </summary>
/// <param name="Derivative">The derivative, or why there is none.</param>
/// <param name="Slope">The slope on which it rests.</param>
/// <param name="Jumps">
/// By how much the function jumps beyond its noise, at the point or at steps near it; 0 if it does not.
/// </param>
internal readonly record struct Interpretation(NumericDerivative Derivative, Estimate Slope, double Jumps = 0)
{
    private const double Smallest = 1e3 * double.Epsilon;
    private const int Fewest = 4;                     // rungs with both sides; fewer leave it to one side

    /// <summary>Reads the rungs, the finest first.</summary>
    public static Interpretation Of(List<Rung> rungs, double noise)
    {
        var central = Extrapolation.Best(rungs, Side.Both, noise);
        var below = Extrapolation.Best(rungs, Side.Below, noise);
        var above = Extrapolation.Best(rungs, Side.Above, noise);
        var hasSides = rungs.Count(rung => rung.Has(Side.Both)) >= Fewest;
        var (isKink, jump) = Sides.Of(rungs, central.IsKnown ? central.Step : double.PositiveInfinity, noise);
        if (!central.IsKnown || !hasSides)
        {
            var only = below.Uncertainty < above.Uncertainty ? below : above;
            if (hasSides && jump > 0) return new(NumericDerivative.Unknown(Doubt.Jump), only, jump);
            return new(only.IsKnown ? Smooth(only, rungs, noise) : NumericDerivative.Unknown(Doubt.Edge), only);
        }
        var best = isKink ? central : Clearer(Clearer(central, below), above);
        var smooth = Smooth(best, rungs, noise);
        if (isKink)
            return new(smooth with
            {
                Value = (below.Value + above.Value) / 2,
                Uncertainty = Math.Max(below.Uncertainty, above.Uncertainty),
                HalfGap = Math.Abs(above.Value - below.Value) / 2,
                // Noise hides whether the kink is here or beside, where but one slope is right.
                Doubt = noise > Tolerances.RoundingMoves * Math.ScaleB(rungs.Max(rung => rung.Size), -53)
                    ? Doubt.Kink : null,
            }, central);

        // Rounding of numbers as large as the function has at coarser steps is noise; more of it is another slope.
        var more = Unexplained(rungs, best, noise);
        return more <= Tolerances.OutputRoundings * Math.ScaleB(rungs.Max(rung => rung.Size), -53)
            ? new(smooth, best, Math.Max(jump, more)) : new(smooth with { Doubt = Doubt.Noise }, best, jump);
    }

    /// <summary>
    /// The derivative of a function that changes at no step. It may have been rounded: what lies below the rounding of
    /// numbers around 1 is not excluded.
    /// </summary>
    public static NumericDerivative Unmoved(List<Rung> rungs)
    {
        var flat = Smooth(Extrapolation.Best(rungs, Side.Both, 0), rungs, 0);
        return flat with { Uncertainty = Math.Max(flat.Uncertainty, flat.Hidden) };
    }

    /// <summary>
    /// The slope on one side, if it is clearer, as where a kink, a jump or a pole is near on the other; the slope of
    /// both sides tells roughly that there is none at the point itself.
    /// </summary>
    private static Estimate Clearer(Estimate central, Estimate side) =>
        central.Uncertainty > Tolerances.Resolution * Math.Abs(central.Value)
        && central.Uncertainty <= Tolerances.GlancedGap * Math.Abs(central.Value)
        && side.Uncertainty < central.Uncertainty
        && Math.Abs(side.Value - central.Value) <= side.Uncertainty + central.Uncertainty ? side : central;

    /// <summary>The derivative of one smooth piece.</summary>
    public static NumericDerivative Smooth(Estimate estimate, List<Rung> rungs, double noise)
    {
        var isCoarse = noise > Tolerances.CoarseNoise * rungs.Max(rung => rung.Size)
            || rungs.All(rung => rung.IsSingle);
        var resolution = isCoarse ? Tolerances.CoarseResolution : Tolerances.Resolution;
        return new(estimate.Value, estimate.Uncertainty + Tolerances.NumericFloor * Math.Abs(estimate.Value))
        {
            Step = estimate.Step,
            Steepest = estimate.Steepest,
            Visible = (resolution * rungs.Max(rung => rung.Size) + Smallest) / rungs[^1].Step,
            Hidden = rungs[0].Moves ? 0 : Math.ScaleB(1, -53) / rungs.Last(rung => !rung.Moves).Step,
            Moved = rungs.Any(rung => rung.Moves),
            IsCoarse = isCoarse,
        };
    }

    /// <summary>
    /// By how much more than its noise the function moves over finer steps, where these have another slope; 0 if they
    /// do not.
    /// </summary>
    private static double Unexplained(List<Rung> rungs, Estimate slope, double noise)
    {
        var finer = rungs.Where(rung => rung.Has(slope.Side) && rung.Step <= slope.Step).ToArray();
        if (finer.Length == 0) return 0;
        // Truncation is largest at the coarsest steps, though it need not grow from the last but one to the last.
        var allowed = slope.Uncertainty + finer[^Math.Min(2, finer.Length)..]
            .Max(rung => Math.Abs(rung.Slope(slope.Side) - slope.Value));
        return finer.Max(rung =>
        {
            var excess = Math.Abs(rung.Slope(slope.Side) - slope.Value) - allowed;
            return excess > Extrapolation.Margin * rung.Rounding(slope.Side, noise)
                ? excess * rung.Distance(slope.Side) : 0;
        });
    }
}
