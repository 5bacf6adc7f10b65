namespace CnnVerified.Verification.Tests.VerdictAccuracy;

/// <summary>What is hard about a family of functions.</summary>
internal enum Kind
{
    Smooth, Saturated, Stiff, NearKink, Tie, DomainEdge, Pole, Cancelling, TinyOrHuge, MixedUnits, Stationary, Flat,
    Quantised, SinglePrecision, HalfPrecision, Noisy, Random, Solver, Jump,
}
