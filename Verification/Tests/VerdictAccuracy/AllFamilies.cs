using CnnVerified.Verification.Tests.VerdictAccuracy.Families;

namespace CnnVerified.Verification.Tests.VerdictAccuracy;

/// <summary>All families, kind by kind.</summary>
internal static class AllFamilies
{
    /// <summary>Every family.</summary>
    public static readonly Family[] All =
    [
        .. SmoothFamilies.All, .. SmoothArrays.All, .. SaturatedFamilies.All, .. Of(Kind.Stiff, StiffFamilies.All),
        .. Of(Kind.NearKink, [.. NearKinks.All, .. KinkyArrays.All]), .. Ties.All,
        .. Of(Kind.DomainEdge, DomainEdges.All), .. Of(Kind.Pole, Poles.All),
        .. Of(Kind.Cancelling, CancellingFamilies.All), .. Of(Kind.TinyOrHuge, TinyAndHuge.All), .. MixedUnits.All,
        .. Of(Kind.Stationary, StationaryPoints.All), .. FlatFamilies.All,
        .. Of(Kind.Quantised, QuantisedFamilies.All), .. Of(Kind.SinglePrecision, SinglePrecision.All),
        .. Of(Kind.HalfPrecision, HalfPrecision.All), .. Of(Kind.Noisy, NoisyFamilies.All), .. RandomFamilies.All,
        .. Of(Kind.Solver, Solvers.All), .. Of(Kind.Jump, Jumps.All),
    ];

    /// <summary>Those of a list that do not say their kind are of its own.</summary>
    private static IEnumerable<Family> Of(Kind kind, IEnumerable<Family> families) =>
        families.Select(family => family.Kind == default ? family with { Kind = kind } : family);
}
