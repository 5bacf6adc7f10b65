namespace CnnVerified.Verification;

/// <summary>One way of checking a layer or loss, as a column of the kill matrix.</summary>
/// <param name="Name">A few words for the column.</param>
/// <param name="Rejects">
/// Whether it rejects the first specimen; the second is the right one, which only an oracle of the forward pass looks
/// at. Null if the check does not apply.
/// </param>
public sealed record MatrixCheck(string Name, Func<Specimen, Specimen, bool?> Rejects)
{
    /// <summary>Every check that the harness has, but for that with a reference, which no planted bug has.</summary>
    public static IReadOnlyList<MatrixCheck> All { get; } =
    [
        new("finite differences", IsWrong),
        .. EveryCheck.All.Where(check => check is not (FiniteDifferencesAgree or FastEqualsReference)).Select(Of),
        new("forward oracle", IsForwardDifferent),
    ];

    /// <summary>
    /// The first wrong entry settles it. An entry that cannot be decided, as at a kink where all of x is equal,
    /// is not counted as a rejection.
    /// </summary>
    private static bool? IsWrong(Specimen specimen, Specimen right)
    {
        var subject = Subject.Of("", new Network<double>(specimen.AsLayer), specimen.X, specimen.Dy);
        var judge = new Judge(subject, null, new FiniteDifferenceOracle(subject), new TiedEntries(subject));
        return subject.Variables.Index().Any(v => Enumerable.Range(0, v.Item.Value.Shape.Count).Any(entry =>
            judge.Of(v.Index, Selection.Only(entry))[0].Verdict == Verdict.Wrong));
    }

    private static MatrixCheck Of(LayerCheck check) => new(check.Name, (specimen, _) =>
        check.Run(specimen.AsLayer, specimen.X, specimen.Dy).Status switch
        {
            CheckStatus.Passed or CheckStatus.Undecided => false,
            CheckStatus.Failed => true,
            _ => null,
        });

    private static bool? IsForwardDifferent(Specimen specimen, Specimen right) =>
        !Closeness.Of(specimen.AsLayer.Forward(specimen.X), right.AsLayer.Forward(specimen.X)).IsRounding;
}
