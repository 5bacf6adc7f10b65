namespace CnnVerified.Training.Page;

/// <summary>What a training looked like from epoch to epoch.</summary>
/// <param name="Settings">What was trained, and how.</param>
/// <param name="Start">The network before the first step.</param>
/// <param name="Trained">The network after the last one.</param>
/// <param name="Loss">What training made small.</param>
/// <param name="Data">The images.</param>
/// <param name="Moments">The beginning, then the end of each epoch.</param>
internal sealed record Recording(
    ExperimentSettings Settings, Network<double> Start, Network<double> Trained, Loss<double> Loss, DataSet Data,
    IReadOnlyList<Moment> Moments)
{
    /// <summary>Trains the original's network as the original did, and looks on.</summary>
    public static Recording Of(uint seed)
    {
        var settings = ExperimentDefinition.Original.Settings with { Seed = seed };
        var data = settings.Definition.Data();
        var experiment = new Experiment<double>(settings, data);
        var start = experiment.Network.Over<double>()!;
        var moments = new List<Moment> { Moment.Of(experiment.Network, null, data) };
        for (var epoch = 1; epoch <= settings.Epochs; epoch++)
        {
            var loss = experiment.TrainEpoch();
            moments.Add(Moment.Of(experiment.Network, loss, data));
        }
        return new(settings, start, experiment.Network, experiment.Loss, data, moments);
    }
}
