namespace CnnVerified.Verification.Verdicts;

/// <summary>A derivative ∂s/∂θ = Σₖ dyₖ·∂yₖ/∂θ, exact to rounding.</summary>
/// <param name="Value">The sum.</param>
/// <param name="Size">Σₖ |dyₖ·∂yₖ/∂θ|: rounding is a share of it, however much of it cancels.</param>
/// <param name="Visible">
/// 2⁻⁵³·Σₖ |dyₖ·yₖ|/|θ|: a slope of so few of them is below the function's last bits, and may be what is left of terms
/// that cancel.
/// </param>
internal readonly record struct DualDerivative(double Value, double Size, double Visible);

/// <summary>A derivative to 30 digits, rounded to double.</summary>
/// <param name="Value">The derivative.</param>
/// <param name="Tolerance">How far off a right gradient can be that was computed in double.</param>
internal readonly record struct PreciseDerivative(double Value, double Tolerance);
