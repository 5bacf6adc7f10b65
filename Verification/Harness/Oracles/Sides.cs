namespace CnnVerified.Verification.Oracles;

/// <summary>
/// Tells a kink from what looks like one: its gap between the slopes keeps its size over several steps. What shrinks
/// with the step is a smooth function's bend, and what grows as 1/h is a jump, or noise.
/// </summary>
internal static class Sides
{
    private const double Visible = 4;                 // a gap counts from so many roundings of the two slopes on
    private const int Seen = 3;
    private const double Apart = 1.8;                 // a bend's gap shrinks by more than a kink's over such steps
    private const double Grows = 2, KeepsFrom = 0.7, KeepsTo = 1.5;

    /// <summary>
    /// Whether there is a kink, and how far the function jumps, by the finest gaps that stand out of rounding.
    /// </summary>
    /// <param name="rungs">Steps, the finest first.</param>
    /// <param name="coarsest">The last of them that counts.</param>
    /// <param name="noise">The standard deviation of the function's noise.</param>
    public static (bool IsKink, double Jump) Of(List<Rung> rungs, double coarsest, double noise)
    {
        var (gaps, finer) = (new List<Rung>(), double.PositiveInfinity);
        foreach (var rung in rungs.Where(
            rung => rung.Step <= coarsest && rung.Has(Side.Below) && rung.Has(Side.Above)))
        {
            var visible = Visible * (rung.Rounding(Side.Below, noise) + rung.Rounding(Side.Above, noise));
            if (Math.Abs(rung.Gap) <= visible)
            {
                if (gaps.Count == 0) finer = Math.Min(finer, visible);
            }
            else if (gaps.Count < Seen && (gaps.Count == 0 || rung.Step > Apart * gaps[^1].Step)) gaps.Add(rung);
        }
        if (gaps.Count < Seen) return (false, 0);
        double[] ratios = [.. gaps.Zip(gaps.Skip(1), (one, next) => one.Gap / next.Gap)];
        return (finer > KeepsFrom * Math.Abs(gaps[0].Gap) && ratios.All(ratio => ratio is > KeepsFrom and < KeepsTo),
            ratios.All(ratio => ratio > Grows) ? gaps.Max(rung => Math.Abs(rung.Gap) * rung.Step) : 0);
    }
}
