namespace CnnVerified.Verification;

/// <summary>One way of checking a layer or loss, as a column of the kill matrix.</summary>
/// <param name="Name">A word for the column.</param>
/// <param name="Rejects">
/// Whether it rejects the first specimen; the second is the right one, which only an oracle of the forward pass looks at. Null
/// if the check does not apply.
/// </param>
public sealed record MatrixCheck(string Name, Func<Specimen, Specimen, bool?> Rejects)
{
    /// <summary>Every check that the harness has.</summary>
    public static IReadOnlyList<MatrixCheck> All { get; } =
    [
        new("differences", (specimen, _) => Wrong(specimen.Check().WithDualNumbers(false))),
        new("dual", (specimen, _) => IsGeneric(specimen) ? Wrong(specimen.Check().WithDualNumbersAlone()) : null),
        new("forward", IsForwardDifferent),
    ];

    private static bool? Wrong(GradientCheck check) => check.Run().Count(Verdict.Wrong) > 0;

    private static bool IsGeneric(Specimen specimen) => specimen.Layer?.Over<Dual>() is not null || specimen.Loss?.Over<Dual>() is not null;

    private static bool? IsForwardDifferent(Specimen specimen, Specimen right) => specimen.Layer is { } layer
        ? !Closeness.Of(layer.Forward(specimen.X), right.Layer!.Forward(specimen.X)).IsRounding
        : Math.Abs(specimen.Loss!.Value(specimen.X, specimen.Upstream) - right.Loss!.Value(specimen.X, specimen.Upstream))
            > Tolerances.Explained;
}
