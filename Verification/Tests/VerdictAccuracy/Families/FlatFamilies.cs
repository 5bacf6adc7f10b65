using static CnnVerified.Verification.Tests.VerdictAccuracy.Elementary;

namespace CnnVerified.Verification.Tests.VerdictAccuracy.Families;

/// <summary>Functions that do not move: everywhere, in an argument, or around the point.</summary>
internal static class FlatFamilies
{
    public static IEnumerable<Family> All =>
    [
        new(Kind.Constant, "3, whatever x", _ => 3, _ => [0], r => [r.Normal()])
        {
            Undecidable = "a function that never moves looks like one that was not connected: nothing there is proof.",
        },
        new(Kind.Flat, "sin(x₀) exp(x₂), x₁ without use", x => Sin(x[0]) * Exp(x[2]),
            x => [Cos(x[0]) * Exp(x[2]), 0, Sin(x[0]) * Exp(x[2])], r => r.Several(3, Sampling.Normal)),
        new(Kind.Flat, "x₀² + clip(x₁, 0, 1) outside of the clips", x => x[0] * x[0] + Min(Max(x[1], 0), 1),
            x => [2 * x[0], 0], r => [r.Normal(), r.Next(2) == 0 ? 1 + r.LogUniform(-6, 0) : -r.LogUniform(-6, 0)]),
        Family.Of(Kind.Flat, "clip(x, 0, 1) outside of the clips", x => Min(Max(x, 0), 1), _ => 0,
            r => r.Next(2) == 0 ? 1 + r.LogUniform(-3, 0) : -r.LogUniform(-3, 0)),
        new(Kind.Flat, "Σ max(wᵢ x, 0) of dead units and one alive",
            x => Max(x[0] * x[3], 0) + Max(x[1] * x[3], 0) + x[2] * x[3],
            x => [0, 0, x[3], x[2]], r => [-r.Uniform(0.1, 1), -r.Uniform(0.1, 1), r.Normal(), r.Uniform(0.1, 1)]),
    ];
}
