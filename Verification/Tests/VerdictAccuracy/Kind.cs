namespace CnnVerified.Verification.Tests.VerdictAccuracy;

/// <summary>What is hard about a family of functions; up to <see cref="Constant"/> it is no noise.</summary>
internal enum Kind
{
    Smooth,
    Saturated,
    Stiff,
    NearKink,
    Tie,
    DomainEdge,
    Pole,
    Cancelling,
    TinyOrHuge,
    MixedUnits,
    Stationary,
    Flat,
    Constant,
    Quantised,
    SinglePrecision,
    HalfPrecision,
    Noisy,
    Random,
    Solver,
    Jump,
}
