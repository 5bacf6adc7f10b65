namespace CnnVerified.Verification;

/// <summary>What a numeric derivative says of an analytic one.</summary>
public enum Verdict
{
    /// <summary>They agree within an uncertainty that is small enough to mean something.</summary>
    Correct,

    /// <summary>They disagree by more than the uncertainty.</summary>
    Wrong,

    /// <summary>They agree, but the uncertainty is too large to confirm anything.</summary>
    Inconclusive,
}

/// <summary>How verdicts follow from numbers.</summary>
/// <remarks>
/// The smallest entries of a tensor are judged against its scale, the root mean square of its analytic gradient.
/// That the very gradient under suspicion sets the scale does no harm: an entry passes only if it is right to about
/// 10⁻⁶ of itself or of the scale, so if all entries pass, then scale and true root mean square agree to some 10⁻⁶;
/// and if one does not pass, the check fails. In return an entry's verdict depends on no other entry's numeric
/// derivative, and a check can be split.
/// </remarks>
internal static class Verdicts
{
    /// <summary>
    /// Wrong if |analytic − numeric| exceeds the uncertainty; correct if the uncertainty is at most
    /// <see cref="Tolerances.Resolution"/> of the derivative or of <paramref name="scale"/>; inconclusive otherwise. At
    /// a kink the uncertainty spans the slopes on both sides, and every value between them is correct.
    /// </summary>
    public static Verdict Of(double analytic, NumericDerivative numeric, double scale)
    {
        var gap = Math.Abs(analytic - numeric.Value);
        if (double.IsFinite(analytic) && !double.IsFinite(gap + numeric.Uncertainty)) return Verdict.Inconclusive;
        var size = Math.Max(Math.Abs(numeric.Value), scale);
        if (!(gap <= numeric.Uncertainty + Tolerances.AnalyticRounding * size)) return Verdict.Wrong;
        return numeric.IsKink || numeric.Uncertainty <= Tolerances.Resolution * size || numeric.Uncertainty == 0
            ? Verdict.Correct : Verdict.Inconclusive;
    }

    /// <summary>
    /// With a derivative from dual numbers too: where the two oracles agree the dual one, which has no
    /// truncation, decides; where they disagree the harness or the scalar-generic forward pass is to be
    /// suspected, and nothing is decided.
    /// </summary>
    public static Verdict Of(double analytic, NumericDerivative numeric, DualDerivative? dual, double scale)
    {
        if (dual is not { } exact) return Of(analytic, numeric, scale);
        if (Of(exact.Value, numeric, scale) == Verdict.Wrong) return Verdict.Inconclusive;
        return Math.Abs(analytic - exact.Value) <= Tolerances.DualAgreement * Math.Max(exact.Size, scale)
            ? Verdict.Correct : Verdict.Wrong;
    }
}
