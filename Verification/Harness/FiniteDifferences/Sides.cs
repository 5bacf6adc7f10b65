namespace CnnVerified.Verification;

/// <summary>How the slopes on the two sides of a point differ.</summary>
internal enum SidesKind
{
    /// <summary>Less and less, the smaller the steps.</summary>
    Smooth,

    /// <summary>By as much at every step.</summary>
    Kink,

    /// <summary>More and more: the function jumps.</summary>
    Jump,
}

/// <summary>
/// Tells a kink from what looks like one: its gap between the slopes keeps its size over several steps. What shrinks with
/// the step is a smooth function's bend, and what grows as 1/h is a jump, or noise.
/// </summary>
internal static class Sides
{
    private const double Visible = 4;                 // a gap counts from so many roundings of the two slopes on
    private const int Seen = 3;
    private const double Grows = 2, KeepsFrom = 0.7, KeepsTo = 1.5;

    /// <summary>What the finest gaps that stand out of rounding tell.</summary>
    public static SidesKind Of(List<Rung> rungs, Estimate central, double noise)
    {
        double[] gaps = [.. rungs.Where(rung => rung.Step <= central.Step && rung.Has(Side.Below) && rung.Has(Side.Above))
            .Where(rung => Math.Abs(rung.Gap)
                > Visible * (rung.Rounding(Side.Below, noise) + rung.Rounding(Side.Above, noise)))
            .Take(Seen).Select(rung => rung.Gap)];
        if (gaps.Length < Seen) return SidesKind.Smooth;
        double[] ratios = [.. gaps.Zip(gaps.Skip(1), (finer, coarser) => finer / coarser)];
        return ratios.All(ratio => ratio > Grows) ? SidesKind.Jump
            : ratios.All(ratio => ratio is > KeepsFrom and < KeepsTo) ? SidesKind.Kink
            : SidesKind.Smooth;
    }
}
