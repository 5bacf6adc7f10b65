namespace CnnVerified.Verification.Tests.Training;

/// <summary>
/// Losses epoch by epoch, to the last digit: the same on every machine, so any change of the arithmetic shows.
/// </summary>
[Parallelizable(ParallelScope.All)]
public class ApprovedLosses
{
    [TestCase(0u)]
    [TestCase(1u)]
    [TestCase(2u)]
    public Task Of_the_original_experiment(uint seed) =>
        Approve<double>($"losses.original.seed-{seed}", new() { Seed = seed });

    [Test]
    public Task Of_the_scaled_experiment() =>
        Approve<double>("losses.scaled", new() { Initialization = Initialization.Scaled });

    [Test]
    public Task Of_the_float_experiment() => Approve<float>("losses.float", new() { Precision = Precision.Float });

    [Test]
    public Task Of_the_small_experiment() =>
        Approve<float>("losses.small", ExperimentDefinition.Find("small")!.Settings with { Epochs = 3 });

    [Test]
    public Task Of_the_digits_experiment() => Approve<float>(
        "losses.digits", ExperimentDefinition.Find("digits")!.Settings with { Epochs = 3, SamplesPerClass = 50 });

    private static Task Approve<T>(string name, ExperimentSettings settings)
        where T : System.Numerics.IFloatingPointIeee754<T>
    {
        var experiment = new Experiment<T>(settings);
        var lines = Enumerable.Range(1, settings.Epochs)
            .Select(epoch => string.Create(
                CultureInfo.InvariantCulture, $"Epoch {epoch}/{settings.Epochs} - Loss: {experiment.TrainEpoch()}"));
        return Snapshot.Approve(name, string.Join('\n', lines));
    }
}
