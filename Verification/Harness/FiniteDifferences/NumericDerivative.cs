namespace CnnVerified.Verification;

/// <summary>A derivative found numerically.</summary>
/// <param name="Value">The estimate; at a kink, the middle between the slopes on either side.</param>
/// <param name="Uncertainty">How far the true derivative may be from it: truncation and rounding together.</param>
/// <param name="IsKink">
/// Whether the slopes on either side differ, so that any value between them is a derivative.
/// </param>
internal readonly record struct NumericDerivative(double Value, double Uncertainty, bool IsKink = false);
