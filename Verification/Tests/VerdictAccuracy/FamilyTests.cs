namespace CnnVerified.Verification.Tests.VerdictAccuracy;

/// <summary>The families are what they claim to be.</summary>
internal sealed class FamilyTests
{
    private const int Points = 100;

    [TestCaseSource(typeof(AllFamilies), nameof(AllFamilies.All))]
    public void Have_values_and_a_gradient_at_every_point(Family family) => ForEachPoint(family, one =>
    {
        Assert.That(one.F(one.X), Is.Not.NaN);
        Assert.That(one.Gradient(one.X), Has.Length.EqualTo(one.X.Length).And.All.Matches<double>(double.IsFinite));
    });

    [TestCaseSource(typeof(AllFamilies), nameof(AllFamilies.All))]
    public void Have_wrong_gradients_that_are_wrong_by_as_much_as_they_say(Family family) => ForEachPoint(family, one =>
    {
        var right = one.Gradient(one.X);
        foreach (var size in Mistake.Sizes.Where(size => size > 0))
        {
            var wrong = family.Spoil(one.X, right, size);
            Assert.That(right.Zip(wrong, (r, w) => Math.Abs(w - r) / (r == 0 ? 1 : Math.Abs(r))).Max(),
                Is.GreaterThanOrEqualTo(0.99 * size), () => $"[{string.Join(", ", one.X)}]");
        }
    });

    private static void ForEachPoint(Family family, Action<Case> assert)
    {
        var random = new Random(20261125);
        for (var point = 0; point < Points; point++) assert(new(family, point, family.Draw(random), 0));
    }
}
