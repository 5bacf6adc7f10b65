using System.Globalization;

namespace CnnVerified.Verification;

/// <summary>What a check found for one entry of a gradient.</summary>
/// <param name="Analytic">What the backward pass says.</param>
/// <param name="Numeric">What finite differences say, or dual numbers where they alone were asked.</param>
/// <param name="Uncertainty">How far the true derivative may be from <paramref name="Numeric"/>.</param>
/// <param name="Dual">
/// What dual numbers say beside finite differences; null where one of them was not asked or the code is not generic.
/// </param>
/// <param name="Verdict">What follows.</param>
/// <param name="Doubt">
/// Why an entry is inconclusive. A wrong one has <see cref="Verification.Doubt.Kink"/> if it is so only together with the
/// entries tied with it.
/// </param>
public readonly record struct EntryReport(
    double Analytic, double Numeric, double Uncertainty, double? Dual, Verdict Verdict, Doubt? Doubt = null)
{
    /// <summary>|analytic − numeric|.</summary>
    public double Error => Math.Abs(Analytic - Numeric);

    /// <summary>
    /// Whether the numeric derivative is known to <see cref="Tolerances.Signal"/> of its size, so
    /// that a gross mistake shows here.
    /// </summary>
    public bool CarriesSignal => Uncertainty <= Tolerances.Signal * Math.Abs(Numeric) && Numeric != 0;

    /// <summary>
    /// Whether both oracles were asked and the dual one is further from the numeric one than its uncertainty.
    /// </summary>
    public bool OraclesDisagree =>
        Dual is { } dual && !(Math.Abs(dual - Numeric) <= Uncertainty + Tolerances.DualAgreement * Math.Abs(dual));

    /// <summary>The three values on one line.</summary>
    public override string ToString() => string.Create(
        CultureInfo.InvariantCulture,
        $"analytic {Analytic:G10}, numeric {Numeric:G10} ± {Uncertainty:G1}{(Dual is null ? "" : ", dual ")}{Dual:G10}"
        + $"{(Doubt is { } doubt ? $": {doubt.Word(Verdict)}" : "")}");
}
