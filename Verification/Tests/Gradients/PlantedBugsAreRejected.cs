namespace CnnVerified.Verification.Tests.Gradients;

public class PlantedBugsAreRejected
{
    private static IEnumerable<PlantedBug> WithAWrongGradient => Catalogue.All.Where(bug => bug.Named is not null);

    /// <summary>By finite differences alone, and again together with dual numbers.</summary>
    [TestCaseSource(nameof(WithAWrongGradient))]
    public void By_a_gradient_check(PlantedBug bug)
    {
        var check = Specimens.Draw(bug.Breaks, GeometryClass.Discriminating, seed: 1).With(bug).Check();
        foreach (var withDualNumbers in new[] { false, true })
        {
            var report = check.WithDualNumbers(withDualNumbers).Run();
            Assert.That(report.Count(Verdict.Wrong), Is.Positive, report.ToString());
            Assert.That(check.Verify, Throws.TypeOf<WrongGradientException>());
        }
    }
}
