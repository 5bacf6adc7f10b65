namespace CnnVerified.Verification.Tests.VerdictAccuracy;

/// <summary>The promise, family by family: no right gradient is called wrong, no wrong one right.</summary>
[Parallelizable(ParallelScope.Children)]
internal sealed class VerdictTests
{
    private const int Shown = 3;

    private static IEnumerable<Family> Exact => AllFamilies.All.Where(family => family.IsExact);

    private static IEnumerable<Family> Unprovable =>
        AllFamilies.All.Where(family => family.Kind is Kind.Random or Kind.Constant);

    private static IEnumerable<Family> Decidable =>
        AllFamilies.All.Except(Unprovable).Where(family => Luck.Of(family) is null);

    private static IEnumerable<Family> Sure => AllFamilies.All.Where(family => family.Undecidable is null
        && family.Kind is Kind.Stationary or Kind.DomainEdge or Kind.MixedUnits or Kind.TinyOrHuge);

    [TestCaseSource(typeof(AllFamilies), nameof(AllFamilies.All))]
    public void No_right_gradient_is_called_wrong(Family family) =>
        AssertNone(Survey.Of(family).Found(0, Answer.Refused));

    [TestCaseSource(typeof(AllFamilies), nameof(AllFamilies.All))]
    public void No_gradient_passes_that_is_wrong_by_a_tenth(Family family) =>
        AssertNone(Survey.Of(family).Found(0.1, Answer.Passed));

    [TestCaseSource(typeof(AllFamilies), nameof(AllFamilies.All))]
    public void No_gradient_passes_that_is_wrong_by_a_thousandth(Family family) =>
        AssertNone(Survey.Of(family).Found(1e-3, Answer.Passed));

    [TestCaseSource(nameof(Exact))]
    public void No_gradient_of_exact_code_passes_that_is_wrong_by_three_millionths(Family family) =>
        AssertNone(Survey.Of(family).Found(3e-6, Answer.Passed));

    [TestCaseSource(nameof(Sure))]
    public void Every_right_gradient_is_decided(Family family) =>
        AssertNone(Survey.Of(family).Found(0, Answer.Undecided));

    /// <summary>
    /// Where nobody can decide some points, those count as undecided for a rule too that takes right and wrong alike.
    /// </summary>
    [TestCaseSource(nameof(Decidable))]
    public void No_more_right_gradients_are_undecided_than_the_best_rule_refuses(Family family)
    {
        var survey = Survey.Of(family);
        var best = Enumerable.Range(0, Checkers.Rules.Length).Min(rule =>
            family.Undecidable is null ? survey.Count(rule, 0, Answer.Refused) : survey.Undecided(rule));
        var undecided = survey.Found(0, Answer.Undecided, Answer.Refused).ToArray();
        Assert.That(undecided.Length, Is.LessThanOrEqualTo(best), () => Text(undecided));
    }

    [TestCaseSource(nameof(Unprovable))]
    public void Nothing_passes_that_is_not_the_same_twice_or_never_moves(Family family) =>
        AssertNone(Mistake.Sizes.SelectMany(size => Survey.Of(family).Found(size, Answer.Passed)));

    private static void AssertNone(IEnumerable<Survey.Finding> findings)
    {
        var all = findings.ToArray();
        Assert.That(all.Length, Is.Zero, () => Text(all));
    }

    private static string Text(Survey.Finding[] findings) =>
        $"{findings.Length} of {Survey.Points} points\n" + string.Join('\n', findings.Take(Shown));
}
