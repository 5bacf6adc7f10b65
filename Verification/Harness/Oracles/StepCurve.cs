namespace CnnVerified.Verification.Oracles;

/// <summary>What central differences of one entry give at steps of many sizes.</summary>
/// <param name="Derivative">What the check makes of all of them.</param>
/// <param name="Taken">The step on which the entry's derivative rests; 0 if on none.</param>
/// <param name="Quotients">
/// Steps from fine to coarse: the difference quotient, and what the function's noise and rounding can do to it.
/// </param>
internal sealed record StepCurve(
    double Derivative, double Taken, IReadOnlyList<(double Step, double Slope, double Rounding)> Quotients);
