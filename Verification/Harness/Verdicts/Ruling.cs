namespace CnnVerified.Verification.Verdicts;

/// <summary>How verdicts follow from numbers.</summary>
/// <remarks>
/// The smallest entries of a tensor are judged against its scale too, the root mean square of its analytic gradient.
/// That the very gradient under suspicion sets the scale does no harm: an entry passes only if it is right to
/// a small share of itself, or not to be seen beside the others. In return an entry's verdict depends on no other
/// entry's numeric derivative, and a check can be split.
/// </remarks>
internal static class Ruling
{
    /// <summary>
    /// Wrong if analytic and numeric differ by more than the uncertainty. Otherwise correct if the uncertainty is small
    /// enough to tell, or if both are 0 as far as can be seen; inconclusive if not. At a kink every value between the
    /// slopes on the two sides is correct.
    /// </summary>
    public static Verdict Of(double analytic, NumericDerivative numeric, Yardstick judged)
    {
        if (!double.IsFinite(analytic))
            return numeric.Uncertainty <= Tolerances.CoarseResolution * Math.Abs(numeric.Value)
                ? Verdict.Wrong : Verdict.Inconclusive;
        if (numeric.Doubt is not null || !double.IsFinite(numeric.Uncertainty)) return Verdict.Inconclusive;
        var (value, uncertainty) = (Math.Abs(numeric.Value) + numeric.HalfGap, numeric.Uncertainty);
        var room = numeric.HalfGap + uncertainty + judged.Slack * value + judged.Rounding * judged.Unit;
        var gap = Math.Abs(analytic - numeric.Value);
        var isDoubtful = numeric.IsCoarse && gap <= room + uncertainty
            || uncertainty > Tolerances.HardlyKnown * value && gap <= Tolerances.TruncationSafety * uncertainty
            || value <= uncertainty && Math.Abs(analytic) <= Math.Max(Tolerances.Faint * uncertainty, numeric.Hidden);
        if (gap > room) return isDoubtful ? Verdict.Inconclusive : Verdict.Wrong;
        return IsResolved(numeric, value, judged) || IsSeenInSinglePrecision(gap, numeric, value, judged)
            || IsZero(analytic, numeric, value, judged) ? Verdict.Correct : Verdict.Inconclusive;
    }

    /// <summary>Whether it is wrong by far more than a kink can be that is no more to be seen at a glance.</summary>
    public static bool IsGross(double analytic, NumericDerivative glanced, Yardstick judged) =>
        Of(analytic, glanced, judged) == Verdict.Wrong
        && !(Math.Abs(analytic - glanced.Value) <= Tolerances.GrossShare * Math.Abs(glanced.Value));

    /// <summary>
    /// With a derivative from dual numbers too: where the two oracles agree the dual one, which has no
    /// truncation, decides; where they disagree the harness or the scalar-generic forward pass is to be
    /// suspected, and nothing is decided. What is not decided has a reason. A difference so small that the function
    /// cannot show it is no mistake for certain: sums that cancel leave as much in dual numbers.
    /// </summary>
    public static (Verdict Verdict, Doubt? Doubt) Of(
        double analytic, NumericDerivative numeric, DualDerivative? dual, Yardstick judged)
    {
        var verdict = Of(analytic, numeric, judged);
        if (dual is { } exact && !double.IsNaN(exact.Value) && numeric.Doubt != Doubt.NotDeterministic)
        {
            if (Of(exact.Value, numeric, judged) == Verdict.Wrong) return (Verdict.Inconclusive, Doubt.Contradiction);
            if (Agree(analytic, exact, judged)) verdict = Verdict.Correct;
            else if (numeric.HalfGap == 0)
                verdict = Math.Abs(analytic - exact.Value) <= Tolerances.Faint * exact.Visible
                    ? Verdict.Inconclusive : Verdict.Wrong;
        }
        return (verdict, verdict == Verdict.Inconclusive ? numeric.Doubt ?? DoubtOf(analytic, numeric) : null);
    }

    /// <summary>Whether a dual number confirms an analytic derivative.</summary>
    public static bool Agree(double analytic, DualDerivative dual, Yardstick judged) =>
        Math.Abs(analytic - dual.Value) <= Tolerances.DualAgreement * Math.Max(dual.Size, judged.Scale);

    /// <summary>
    /// With the derivative to 30 digits, which decides, unless differences contradict it that are sure of themselves;
    /// null where none were asked.
    /// </summary>
    public static (Verdict Verdict, Doubt? Doubt) Of(
        double analytic, NumericDerivative? differences, PreciseDerivative known, Yardstick judged)
    {
        if (!(Math.Abs(analytic - known.Value) <= known.Tolerance)) return (Verdict.Wrong, null);
        return differences is { IsScreened: false, Uncertainty: > 0 } numeric
            && Of(known.Value, numeric, judged) == Verdict.Wrong
            && IsResolved(numeric, Math.Abs(numeric.Value), judged with { Scale = 0 })
            ? (Verdict.Inconclusive, Doubt.Contradiction) : (Verdict.Correct, null);
    }

    private static bool IsResolved(NumericDerivative numeric, double value, Yardstick judged)
    {
        var isSeenBesideOthers = numeric.Uncertainty <= judged.Unseen;
        return numeric.Uncertainty <= Tolerances.Resolution * value
            || numeric.Uncertainty <= judged.Invisible || numeric.IsScreened && isSeenBesideOthers
            || numeric.Uncertainty <= Tolerances.CoarseResolution * value && (numeric.IsCoarse || isSeenBesideOthers)
            || numeric.IsCoarse && numeric.IsScreened && numeric.Uncertainty <= Tolerances.Signal * judged.Unit;
    }

    /// <summary>
    /// Whether coarse numbers agree as closely as such can, beside the other entries if need be. Those that agree far
    /// more closely than is known, as beside a kink, do so by no chance.
    /// </summary>
    private static bool IsSeenInSinglePrecision(
        double gap, NumericDerivative numeric, double value, Yardstick judged)
    {
        if (!numeric.IsCoarse || numeric.IsScreened) return false;
        var isZero = value <= numeric.Uncertainty;
        var known = Tolerances.CoarseResolution * (isZero ? judged.Scale : Math.Max(value, judged.Scale));
        if (!isZero) known = Math.Min(known, Tolerances.GrossShare * value);
        return numeric.Uncertainty * Tolerances.CoarseResolution <= Tolerances.GlancedGap * known
            && Math.Sqrt(gap * numeric.Uncertainty) <= known;
    }

    private static bool IsZero(double analytic, NumericDerivative numeric, double value, Yardstick judged) =>
        value <= numeric.Uncertainty && Math.Abs(analytic) <= numeric.Uncertainty
        && (numeric.Uncertainty <= Tolerances.Resolution * Math.Max(numeric.Steepest, judged.Unit)
            || analytic == 0 && (!numeric.Moved || numeric.Uncertainty <= numeric.Visible));

    private static Doubt DoubtOf(double analytic, NumericDerivative numeric) =>
        !double.IsFinite(analytic) || !double.IsFinite(numeric.Value) ? Doubt.NotANumber
        : numeric.HalfGap > 0 ? Doubt.Kink
        : Doubt.Noise;
}
