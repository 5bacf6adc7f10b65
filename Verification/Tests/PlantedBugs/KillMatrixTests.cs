namespace CnnVerified.Verification.Tests.PlantedBugs;

[Parallelizable]
public class KillMatrixTests
{
    private static readonly Lazy<KillMatrix> Matrix = new(() => new KillMatrix(Catalogue.All, MatrixCheck.All));

    [Test]
    public Task Is_the_approved_one() => Snapshot.Approve("kill-matrix", Matrix.Value.ToString());

    [Test]
    public void Fits_a_screen_of_80_columns_where_it_shows_points_that_discriminate_alone()
    {
        var lines = Matrix.Value.Overview().Split('\n');
        Assert.That(lines, Is.All.Length.LessThanOrEqualTo(80));
        foreach (var bug in Catalogue.All)
            Assert.That(lines.Single(line => line.StartsWith(bug.Name + " ", StringComparison.Ordinal)),
                Does.Contain('●'));
    }

    [Test]
    public void No_bug_survives_at_a_point_that_discriminates() =>
        Assert.That(Matrix.Value.Survivors.Select(bug => bug.Name), Is.Empty);
}
