namespace CnnVerified.Verification;

/// <summary>What a check found for one entry of a gradient.</summary>
/// <param name="Analytic">What the backward pass says.</param>
/// <param name="Numeric">What finite differences say, or dual numbers where they alone were asked.</param>
/// <param name="Uncertainty">How far the true derivative may be from <paramref name="Numeric"/>.</param>
/// <param name="Dual">
/// What dual numbers say beside finite differences, or 30 digits where double leaves doubt; null where none of them was
/// asked or the code is not generic.
/// </param>
/// <param name="Verdict">What follows.</param>
/// <param name="Doubt">
/// Why an entry is inconclusive. A wrong one has <see cref="Verification.Doubt.Kink"/> if it is so only together with
/// the entries tied with it.
/// </param>
public readonly record struct EntryReport(
    double Analytic, double Numeric, double Uncertainty, double? Dual, Verdict Verdict, Doubt? Doubt = null)
{
    /// <summary>
    /// How far off a right gradient in double can be, where 30 digits decided what double could not; null elsewhere.
    /// </summary>
    public double? Tolerance { get; init; }

    /// <summary>|analytic − numeric|; where 30 digits decided, |analytic − their derivative|.</summary>
    public double Error => Math.Abs(Analytic - Decisive.Value);

    /// <summary>
    /// Whether the derivative that decides is known to <see cref="Tolerances.Signal"/> of its size, so
    /// that a gross mistake shows here.
    /// </summary>
    public bool CarriesSignal =>
        Decisive.Value != 0 && Decisive.Uncertainty <= Tolerances.Signal * Math.Abs(Decisive.Value);

    /// <summary>
    /// Whether both oracles were asked and the dual one is further from the numeric one than its uncertainty.
    /// </summary>
    public bool OraclesDisagree =>
        Dual is { } dual && Math.Abs(dual - Numeric) > Uncertainty + Tolerances.DualAgreement * Math.Abs(dual);

    /// <summary>The derivative that decided, and how far the analytic one may be from it.</summary>
    internal (double Value, double Uncertainty) Decisive =>
        Tolerance is { } tolerance && Dual is { } precise ? (precise, tolerance) : (Numeric, Uncertainty);

    /// <summary>
    /// The same, but right if it is off by no more than a share of it, or of a scale, and is known as well.
    /// </summary>
    internal EntryReport Within(double share, double scale) => Verdict != Verdict.Correct
        && Doubt is null or Verification.Doubt.Noise or Verification.Doubt.Jump or Verification.Doubt.Kink
        && Math.Max(Error, Decisive.Uncertainty) <= share * Math.Max(Math.Abs(Decisive.Value), scale)
        ? this with { Verdict = Verdict.Correct, Doubt = null } : this;

    /// <summary>The three values on one line.</summary>
    public override string ToString() => string.Create(
        CultureInfo.InvariantCulture,
        $"analytic {Analytic:G10}, numeric {Numeric:G10} ± {Uncertainty:G1}"
        + $"{(Dual is null ? "" : Tolerance is null ? ", dual " : ", in 30 digits ")}{Dual:G10}"
        + $"{(Doubt is { } doubt ? $": {doubt.Word(Verdict)}" : "")}");
}
