namespace CnnVerified.Verification.Oracles;

/// <summary>
/// Richardson's extrapolation of difference quotients to step 0 (Neville's tableau), from the finest step to the
/// coarsest: in powers of h² for central differences, of h for one-sided ones.
/// </summary>
/// <remarks>
/// A coarser step counts while its quotient meets what all finer ones allow. Once it does not, it and all coarser ones
/// lie on another piece of the function. Truncation is judged by how far neighbours in the tableau disagree. C. J. F.
/// Ridders, "Accurate computation of F′(x) and F′(x)F″(x)", Adv. Eng. Software 4 (1982) 75–76, goes the other way.
/// </remarks>
internal static class Extrapolation
{
    /// <summary>How many roundings and truncations may lie between two steps.</summary>
    public const double Margin = 3;

    private const int Columns = 8;
    private const double Weights = 1.5;               // of all steps in an estimate, beside its finest and coarsest
    private const double Order = 1 << 10;             // growth of the slope of a high power from one step to the next
    private const double Abrupt = 0.1;                // of the slope: a smooth piece changes by less from step to step

    /// <summary>The estimate with the least uncertainty; an infinite one if there is none.</summary>
    /// <param name="rungs">Steps, the finest first.</param>
    /// <param name="side">Which slopes.</param>
    /// <param name="noise">The standard deviation of the function's noise.</param>
    public static Estimate Best(IEnumerable<Rung> rungs, Side side, double noise)
    {
        var best = Estimate.None;
        var (low, high) = (double.NegativeInfinity, double.PositiveInfinity);
        var onlyTruncation = true;                    // so far, as of x³ at 0
        var (row, taken) = (new List<double>(), new List<(double Step, double Rounding)>());
        foreach (var rung in rungs.Where(rung => rung.Has(side)))
        {
            var (slope, rounding) = (rung.Slope(side), rung.Rounding(side, noise));
            var above = row;
            row = new(Columns) { slope };
            taken.Add((rung.Step, rounding));
            if (above.Count > 0)
            {
                var truncation = Math.Abs(slope - above[0]);
                var bend = side == Side.Both && rung.Has(Side.Below) && rung.Has(Side.Above) ? Math.Abs(rung.Gap) : 0;
                var reach = Margin * (rounding + truncation);
                var isAbrupt = truncation > Abrupt * Math.Max(Math.Abs(above[0]), bend);
                onlyTruncation &= isAbrupt && truncation < Order * Math.Abs(above[0]);
                if (isAbrupt && !onlyTruncation && truncation > 10 * (rounding + taken[^2].Rounding)) break;
                if (slope + reach < low || slope - reach > high) break;
                for (var j = 0; j < Math.Min(above.Count, Columns - 1); j++)
                {
                    var ratio = rung.Step / taken[^(j + 2)].Step;
                    var power = side == Side.Both ? ratio * ratio : ratio;
                    row.Add(above[j] + (above[j] - row[j]) / (power - 1));
                    var disagreement = Math.Max(Math.Abs(row[j + 1] - row[j]), Math.Abs(row[j + 1] - above[j]));
                    if (j + 1 < above.Count) disagreement = Math.Max(disagreement, Math.Abs(row[j + 1] - above[j + 1]));
                    // The finest of the steps that an estimate is made of weighs most in it.
                    var uncertainty = Tolerances.TruncationSafety * disagreement
                        + Weights * (rounding + taken[^(j + 2)].Rounding);
                    if (row[j + 1] + uncertainty < low || row[j + 1] - uncertainty > high) continue;
                    if (uncertainty <= best.Uncertainty)
                        best = new(row[j + 1], uncertainty, rung.Step, rung.Steepest, side);
                }
                (low, high) = (Math.Max(low, slope - reach), Math.Min(high, slope + reach));
            }
        }
        return best;
    }
}

/// <summary>A slope at step 0.</summary>
/// <param name="Value">The slope.</param>
/// <param name="Uncertainty">How far the true one may be: truncation and rounding together.</param>
/// <param name="Step">The coarsest step that it was made of.</param>
/// <param name="Steepest">The slopes there.</param>
/// <param name="Side">Whose slopes they are.</param>
internal readonly record struct Estimate(
    double Value, double Uncertainty, double Step, double Steepest, Side Side = Side.Both)
{
    /// <summary>Nothing is known.</summary>
    public static Estimate None { get; } = new(double.NaN, double.PositiveInfinity, 0, 0);

    /// <summary>Whether anything is known.</summary>
    public bool IsKnown => double.IsFinite(Uncertainty);
}
