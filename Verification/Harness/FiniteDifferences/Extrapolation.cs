namespace CnnVerified.Verification;

/// <summary>
/// One difference quotient: its step, its slope, and the size √Σ(dyₖ·yₖ)² of the outputs that were subtracted.
/// </summary>
internal readonly record struct Rung(double Step, double Slope, double Size)
{
    private static readonly double UnitRoundoff = Math.ScaleB(1, -53);

    /// <summary>
    /// What rounding can do to the slope: the function's noise, at least the rounding of its outputs, over the step.
    /// </summary>
    public double Rounding(double noise) => Tolerances.NoiseSafety * Math.Max(noise, UnitRoundoff * Size) / Step;
}

/// <summary>
/// Richardson's extrapolation of difference quotients to step 0 (Neville's tableau): in powers of h² for central
/// differences, of h for one-sided ones. <c>factor</c> is how much the leading error shrinks from one rung to the next.
/// </summary>
internal static class Extrapolation
{
    /// <summary>The estimate with the least uncertainty, and the rung it ends on.</summary>
    public static (NumericDerivative Derivative, int Rung) Best(List<Rung> rungs, double noise, double factor)
    {
        var best = (Derivative: new NumericDerivative(double.NaN, double.PositiveInfinity), Rung: 0);
        double[] above = [];
        for (var i = 0; i < rungs.Count; i++)
        {
            var row = new double[i + 1];
            row[0] = rungs[i].Slope;
            var power = 1.0;
            for (var j = 1; j <= i; j++)
            {
                power *= factor;
                row[j] = row[j - 1] + (row[j - 1] - above[j - 1]) / (power - 1);
                var disagreement = Math.Max(Math.Abs(row[j] - row[j - 1]), Math.Abs(row[j] - above[j - 1]));
                var uncertainty = Tolerances.TruncationSafety * disagreement
                    + rungs[i].Rounding(noise) + Tolerances.NumericFloor * Math.Abs(row[j]);
                // A finer estimate that contradicts the best so far refutes it: coarse steps can agree by accident.
                if (uncertainty < best.Derivative.Uncertainty
                    || Math.Abs(row[j] - best.Derivative.Value) > best.Derivative.Uncertainty + uncertainty)
                    best = (new(row[j], uncertainty), i);
            }
            above = row;
        }
        return best;
    }
}
