namespace CnnVerified.Verification.Tests.PlantedBugs;

/// <summary>What is right is never rejected: neither at points that discriminate nor at lazy ones.</summary>
public class RightLayersTests
{
    /// <summary>
    /// How many draws the gate makes of each kind at each kind of point; this environment variable asks for more.
    /// </summary>
    public const string DrawsVariable = "CNNVERIFIED_RIGHT_DRAWS";

    private const int Draws = 20;
    private static readonly string[] Kinds = [.. LayerKinds.All.Select(kind => kind.Name)];

    [Test]
    public void No_check_rejects_what_is_right(
        [ValueSource(nameof(Kinds))] string kind, [Values] GeometryClass geometry)
    {
        var draws = int.Parse(
            Environment.GetEnvironmentVariable(DrawsVariable) ?? $"{Draws}", CultureInfo.InvariantCulture);
        Parallel.For(0, draws, seed =>
        {
            var right = Specimens.Draw(kind, geometry, seed);
            foreach (var check in MatrixCheck.All)
                Assert.That(check.Rejects(right, right), Is.Not.True, $"{check.Name}, seed {seed}");
        });
    }

    [Test]
    public void No_right_gradient_is_called_wrong([ValueSource(nameof(Kinds))] string kind)
    {
        var draws = int.Parse(
            Environment.GetEnvironmentVariable(DrawsVariable) ?? $"{Draws}", CultureInfo.InvariantCulture);
        Parallel.For(0, draws, seed =>
        {
            var report = Specimens.Draw(kind, GeometryClass.Discriminating, 5000 + seed).Check().Run();
            Assert.That(report.Count(Verdict.Wrong), Is.Zero, () => $"seed {seed}: {report}");
            Assert.That(report.Diagnoses, Is.Empty);
        });
    }
}
