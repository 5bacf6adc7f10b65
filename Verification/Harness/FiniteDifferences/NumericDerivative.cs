namespace CnnVerified.Verification;

/// <summary>A derivative found numerically.</summary>
/// <param name="Value">The estimate.</param>
/// <param name="Uncertainty">How far the true derivative may be from it: truncation and rounding together.</param>
internal readonly record struct NumericDerivative(double Value, double Uncertainty);
