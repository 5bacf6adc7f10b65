using CnnVerified.Verification.Tests.VerdictAccuracy.Families;

namespace CnnVerified.Verification.Tests.VerdictAccuracy;

/// <summary>All families, kind by kind.</summary>
internal static class AllFamilies
{
    /// <summary>Every family.</summary>
    public static readonly Family[] All =
    [
        .. SmoothFamilies.All, .. SmoothArrays.All, .. SaturatedFamilies.All, .. StiffFamilies.All, .. NearKinks.All,
        .. KinkyArrays.All, .. Ties.All, .. DomainEdges.All, .. Poles.All, .. CancellingFamilies.All,
        .. TinyAndHuge.All, .. MixedUnits.All, .. StationaryPoints.All, .. FlatFamilies.All, .. QuantisedFamilies.All,
        .. SinglePrecision.All, .. HalfPrecision.All, .. NoisyFamilies.All, .. RandomFamilies.All, .. Solvers.All,
        .. Jumps.All,
    ];
}
