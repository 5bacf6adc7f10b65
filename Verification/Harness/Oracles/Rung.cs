namespace CnnVerified.Verification.Oracles;

/// <summary>Which of a rung's slopes is meant.</summary>
internal enum Side
{
    /// <summary>From θ − h to θ + h.</summary>
    Both,

    /// <summary>From θ − h to θ.</summary>
    Below,

    /// <summary>From θ to θ + h.</summary>
    Above,
}

/// <summary>
/// The function at θ − h and θ + h, and the slopes that follow. Distances are those of the stored numbers.
/// </summary>
/// <param name="Theta">θ.</param>
/// <param name="Step">h.</param>
/// <param name="Lower">At θ − h.</param>
/// <param name="Upper">At θ + h.</param>
/// <param name="Growth">
/// By how much the noise exceeds that near θ: numbers of single precision have noise in proportion to their size.
/// </param>
/// <param name="Roundoff">The unit roundoff of the outputs' type.</param>
internal readonly record struct Rung(
    double Theta, double Step, Sample Lower, Sample Upper,
    double Growth = 1, double Roundoff = ArrayNumbers.UnitRoundoff)
{

    /// <summary>How far apart the two values behind a slope are.</summary>
    public double Distance(Side side) => side switch
    {
        Side.Below => Theta - Lower.Value,
        Side.Above => Upper.Value - Theta,
        _ => Upper.Value - Lower.Value,
    };

    /// <summary>The difference quotient; not finite where the function is not.</summary>
    public double Slope(Side side) => side switch
    {
        Side.Below => -Lower.Change,
        Side.Above => Upper.Change,
        _ => Upper.Change - Lower.Change,
    } / Distance(side);

    /// <summary>Whether the function has a value wherever a slope needs it.</summary>
    public bool Has(Side side) => double.IsFinite(Slope(side));

    /// <summary>How far apart the slopes on the two sides are.</summary>
    public double Gap => Slope(Side.Above) - Slope(Side.Below);

    /// <summary>The larger of the slopes on the two sides.</summary>
    public double Steepest => Math.Max(SizeOf(Slope(Side.Above)), SizeOf(Slope(Side.Below)));

    /// <summary>Whether the function's value changed at all.</summary>
    public bool Moves => Lower.Change != 0 || Upper.Change != 0;

    /// <summary>The size of the outputs that are subtracted.</summary>
    public double Size => Math.Max(SizeOf(Lower), SizeOf(Upper));

    /// <summary>Whether the function gives numbers of single precision.</summary>
    public bool IsSingle => Lower.IsSingle && Upper.IsSingle;

    /// <summary>What the function's noise and the rounding of its outputs can do to a slope.</summary>
    public double Rounding(Side side, double noise) =>
        (Tolerances.OutputRoundings * (Roundoff * Size + double.Epsilon)
            + Tolerances.NoiseSafety * noise * Growth) / Distance(side);

    private static double SizeOf(Sample sample) => sample.IsFinite ? sample.Size : 0;

    private static double SizeOf(double slope) => double.IsFinite(slope) ? Math.Abs(slope) : 0;
}
