namespace CnnVerified.Verification.Tests.Training;

/// <summary>What <c>verify</c> says of networks that are right, whatever seed and image.</summary>
[Parallelizable(ParallelScope.All)]
public sealed class VerifyPoints
{
    /// <summary>
    /// How many images are tried, and a fifth as many seeds, in every entry; this environment variable asks for it. The
    /// gate tries a few, in some of their entries.
    /// </summary>
    public const string PointsVariable = "CNNVERIFIED_VERIFY_POINTS";

    private const int Seeds = 10, Images = 10;
    private static readonly CheckShard Few = new(1, 256);

    private sealed record Sample(
        string Experiment, Initialization Initialization, int Seeds, int Images, CheckShard? Part)
    {
        public string Name =>
            $"{Experiment}, {Initialization}, {Of(Seeds, "seed")}, {Of(Images, "image")}".ToLowerInvariant();

        private static string Of(int count, string what) => count == 1 ? $"{what} 0" : $"{what}s 0 to {count - 1}";
    }

    [Test]
    public Task Are_decided_as_approved()
    {
        Assume.That(Environment.GetEnvironmentVariable(PointsVariable), Is.Null, "the approved table has a few points");
        return Snapshot.Approve("verify-points", Table(
        [
            new("original", Initialization.Original, 5, 1, Few),
            new("original", Initialization.Original, 1, 5, Few),
            new("original", Initialization.Scaled, 2, 1, Few),
            new("small", Initialization.He, 2, 1, Few),
            new("digits", Initialization.He, 2, 1, Few),
        ]));
    }

    [TestCase("original", Initialization.Original, 1, Images)]
    [TestCase("original", Initialization.Original, Seeds, 1)]
    [TestCase("original", Initialization.Scaled, 2, 1)]
    [TestCase("small", Initialization.He, 1, 2)]
    [TestCase("digits", Initialization.He, 1, 2)]
    public void Are_never_red_along_random_directions(
        string experiment, Initialization initialization, int seeds, int images)
    {
        var sample = new Sample(experiment, initialization, seeds, images, null);
        foreach (var report in Reports(sample, check => check.ByRandomProjection(1)))
            Assert.That(report.Passed, report.ToString);
    }

    [Test]
    public void Are_never_red_on_demand()
    {
        var asked = Environment.GetEnvironmentVariable(PointsVariable);
        Assume.That(int.TryParse(asked, CultureInfo.InvariantCulture, out var images), "not asked for");
        TestContext.Out.WriteLine(Table(
        [
            new("original", Initialization.Original, (images + 4) / 5, 1, null),
            new("original", Initialization.Original, 1, images, null),
        ]));
    }

    private static string Table(IReadOnlyList<Sample> samples) =>
        "Right networks at points that verify may be asked for.\n\n" + new TextTable(
            [["", "points", "double decides", "30 digits decide", "elsewhere", "red"], .. samples.Select(Row)],
            FlushLeft: 1)
        { Screen = 120 };

    private static string[] Row(Sample sample)
    {
        GradientSummary[] reports = [.. Reports(sample, check => check)];
        var red = reports.Count(report => !report.Passed);
        Assert.That(red, Is.Zero, () => reports.First(report => !report.Passed).ToString());
        return [sample.Name, .. new[]
        {
            reports.Length, reports.Count(report => report.Precise == 0), reports.Count(report => report.Precise > 0),
            reports.Count(report => report.Subject.Contains("cannot move")), red,
        }.Select(count => count.ToString(CultureInfo.InvariantCulture))];
    }

    private static IEnumerable<GradientSummary> Reports(Sample sample, Func<GradientCheck, GradientCheck> how)
    {
        var definition = ExperimentDefinition.Find(sample.Experiment)!;
        for (var seed = 0; seed < sample.Seeds; seed++)
        {
            var experiment = new Experiment<double>(definition.Settings with
            {
                Seed = (uint)seed,
                Initialization = sample.Initialization,
            });
            for (var image = 0; image < sample.Images; image++)
                yield return how(PointOfCheck.Near(
                        experiment.Network, experiment.Loss, definition.Data().Training, image))
                    .Run(sample.Part ?? CheckShard.Whole).Summary;
        }
    }
}
