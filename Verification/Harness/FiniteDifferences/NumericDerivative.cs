namespace CnnVerified.Verification;

/// <summary>A derivative found numerically.</summary>
/// <param name="Value">The estimate.</param>
/// <param name="Uncertainty">How far the true derivative may be from it: truncation and rounding together.</param>
internal readonly record struct NumericDerivative(double Value, double Uncertainty)
{
    /// <summary>Derivatives that are known without uncertainty but rounding.</summary>
    public static NumericDerivative[][] Exactly(double[][] derivatives) =>
        [.. derivatives.Select(d => d.Select(value => new NumericDerivative(value, 0)).ToArray())];
}
