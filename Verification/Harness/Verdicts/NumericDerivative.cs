namespace CnnVerified.Verification.Verdicts;

/// <summary>A derivative found numerically.</summary>
/// <param name="Value">The estimate; at a kink, the middle between the slopes on either side.</param>
/// <param name="Uncertainty">How far the true derivative may be from it: truncation and rounding together.</param>
internal readonly record struct NumericDerivative(double Value, double Uncertainty)
{
    /// <summary>Why nothing can be decided, whatever the analytic value; null if something can.</summary>
    public Doubt? Doubt { get; init; }

    /// <summary>
    /// At a kink, half the distance between the slopes on either side: every value between them is a derivative.
    /// </summary>
    public double HalfGap { get; init; }

    /// <summary>The coarsest step on which it rests; 0 where no step was taken.</summary>
    public double Step { get; init; }

    /// <summary>The slopes of the steps that it was made of: a derivative of 0 is seen against them.</summary>
    public double Steepest { get; init; }

    /// <summary>
    /// The smallest slope that the function's size allows to be seen over a step of the entry's own size.
    /// </summary>
    public double Visible { get; init; }

    /// <summary>On a plateau, the slope that rounding of numbers around 1 hides.</summary>
    public double Hidden { get; init; }

    /// <summary>Whether the function changed its value at any step.</summary>
    public bool Moved { get; init; }

    /// <summary>
    /// Whether the function is less precise than double precision: in numbers of single precision, or with noise.
    /// </summary>
    public bool IsCoarse { get; init; }

    /// <summary>
    /// Whether it is one difference of a check so large that entries are judged against their tensor alone.
    /// </summary>
    public bool IsScreened { get; init; }

    /// <summary>Whether it is the slope of one smooth piece.</summary>
    public bool IsSmooth => Doubt is null && HalfGap == 0 && double.IsFinite(Uncertainty);

    /// <summary>No derivative, and why.</summary>
    public static NumericDerivative Unknown(Doubt doubt) => new(double.NaN, double.PositiveInfinity) { Doubt = doubt };
}
