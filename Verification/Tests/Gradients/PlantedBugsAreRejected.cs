namespace CnnVerified.Verification.Tests.Gradients;

[Parallelizable(ParallelScope.All)]
public class PlantedBugsAreRejected
{
    private static IEnumerable<PlantedBug> WithAWrongGradient => Catalogue.All.Where(bug => bug.Named is not null);

    [TestCaseSource(nameof(WithAWrongGradient))]
    public void By_a_gradient_check(PlantedBug bug)
    {
        var check = Specimens.Draw(bug.Breaks, GeometryClass.Discriminating, seed: 1).With(bug).Check();
        var failure = Assert.Throws<WrongGradientException>(check.Verify)!;
        Assert.That(failure.Report.Count(Verdict.Wrong), Is.Positive);
    }
}
