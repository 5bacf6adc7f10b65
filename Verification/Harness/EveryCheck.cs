namespace CnnVerified.Verification;

/// <summary>All checks of a layer, in the order in which one can explain another.</summary>
internal static class EveryCheck
{
    // What a failure can explain: everything below it, but how training calls a pass only if passes are no functions.
    private static readonly LayerCheck[]
        passesAreFunctions =
        [
            new ArgumentsStayUntouched(), new IsDeterministic(), new BuffersAreOverwritten(), new CallsMayInterleave(),
        ],
        oraclesMayBeAsked =
            [new SameOverAnotherScalar(), new FastEqualsReference(), new PartialForwardEqualsWhole()],
        gradientIsRight = [new FiniteDifferencesAgree(), new DualNumbersAgree()],
        whatFollows =
        [
            new AdjointInInput(), new AdjointInParameters(), new HessianIsSymmetric(), new ZeroUpstreamGivesZero(),
            new LinearInUpstream(), new BatchIsSumOfSamples(),
        ],
        asTrainingCalls =
            [new GradientsAccumulate(), new InputGradientIsOptional(), new FusedUpdateEqualsPlain()];

    /// <summary>Every check, the causes before what follows from them.</summary>
    public static IReadOnlyList<LayerCheck> All { get; } =
        [.. passesAreFunctions, .. oraclesMayBeAsked, .. gradientIsRight, .. whatFollows, .. asTrainingCalls];

    /// <summary>Whether a check compares sums and products, which tell nothing where numbers are not finite.</summary>
    public static bool NeedsFiniteNumbers(LayerCheck check) => whatFollows.Contains(check);

    /// <summary>Whether the failure of one check can be why a later one failed too.</summary>
    public static bool Explains(string cause, string other) => !Has(asTrainingCalls, cause)
        && (!Has(asTrainingCalls, other) || Has(passesAreFunctions, cause));

    private static bool Has(LayerCheck[] checks, string name) => checks.Any(check => check.Name == name);
}
