namespace CnnVerified.Training.Models;

/// <summary>
/// A network as its training left it, with what it takes to go on: kept in a safetensors file. Its tensors are the
/// parameters by their names in the network, such as <c>Convolution[0].kernels</c>, and what the optimiser remembers,
/// such as <c>optimizer.Dense[3].weights.velocity</c>; its metadata are the number of epochs, how far the next one
/// was begun, and the options.
/// </summary>
internal sealed class Model
{
    private const string EpochsKey = "epochs", BegunKey = "begun", OptionPrefix = "--", OptimizerPrefix = "optimizer.";
    private const int MostBytes = 1 << 30, MostShown = 1_000_000_000;
    private readonly string path;
    private readonly SafeTensorsFile file;
    private readonly int epochs;
    private readonly EpochPart? begun;

    /// <summary>Reads a model's file.</summary>
    /// <exception cref="IOException">It cannot be read.</exception>
    /// <exception cref="InvalidDataException">It holds no model; the message is one sentence.</exception>
    public Model(string path)
    {
        this.path = path;
        file = Blaming(() => SafeTensorsFile.Read(InputFile.Read(path, MostBytes)));
        var trained = file.Metadata.GetValueOrDefault(EpochsKey, "0");
        if (!int.TryParse(trained, NumberStyles.None, CultureInfo.InvariantCulture, out epochs))
            throw Unusable($"says that it was trained for '{Quoted.Of(trained)}' epochs");
        if (!file.Metadata.TryGetValue(BegunKey, out var part)) return;
        begun = EpochPart.TryParse(part)
            ?? throw Unusable($"says that '{Quoted.Of(part)}' of an epoch was trained, which cannot be gone on from");
    }

    /// <summary>The options that its training was given, by name.</summary>
    public IReadOnlyDictionary<string, string> Options =>
        file.Metadata.Where(entry => entry.Key.StartsWith(OptionPrefix, StringComparison.Ordinal)).ToDictionary();

    /// <summary>In which experiment it was trained; the original's if the file does not say.</summary>
    /// <exception cref="InvalidDataException">In none that this program has; the message is one sentence.</exception>
    public ExperimentDefinition Experiment
    {
        get
        {
            var name = Options.GetValueOrDefault("--experiment", ExperimentDefinition.Original.Name);
            return ExperimentDefinition.Find(name) ?? throw Unusable(
                $"was trained in the experiment '{Quoted.Of(name)}', which this program does not have");
        }
    }

    /// <summary>The bytes of a file that holds an experiment as it is now.</summary>
    public static byte[] ToBytes<T>(Experiment<T> experiment, IReadOnlyDictionary<string, string> options)
        where T : IFloatingPointIeee754<T>
    {
        var metadata = new SortedDictionary<string, string>(StringComparer.Ordinal)
        {
            [EpochsKey] = $"{experiment.Epochs}",
        };
        if (experiment.Begun is { Shown: > 0 } part) metadata.Add(BegunKey, $"{part}");
        foreach (var (name, value) in options) metadata.Add(name, value);
        var parameters = experiment.Network.Parameters.Concat(experiment.OptimizerState.Select(InOptimizer));
        return new SafeTensorsFile([.. parameters.Select(SafeTensor.Of)], metadata).ToBytes();
    }

    /// <summary>
    /// Puts an experiment where the model's training ended, within an epoch if it shows the same images in the same
    /// order.
    /// </summary>
    /// <param name="experiment">It has the model's options, but for those that are given anew.</param>
    /// <param name="showsTheSame">Whether none of these decides which images are shown in which order.</param>
    /// <returns>What is to be told of an epoch that was begun; null if none was.</returns>
    /// <exception cref="InvalidDataException">The model is of another network; the message is one sentence.</exception>
    public string? Resume<T>(Experiment<T> experiment, bool showsTheSame = true) where T : IFloatingPointIeee754<T>
    {
        Restore(experiment.Network);
        if ((long)epochs * experiment.Samples > MostShown)
            throw Unusable(string.Create(CultureInfo.InvariantCulture,
                $"says that it was trained for {epochs} epochs, but can be gone on from after at most "
                + $"{MostShown / experiment.Samples} with {experiment.Samples} images"));
        foreach (var state in experiment.OptimizerState.Select(InOptimizer))
            if (Find(state.Name) is { } tensor) Blaming(() => tensor.CopyTo(state));
        experiment.Skip(epochs);
        if (begun is null) return null;
        if (!showsTheSame || begun.Shown >= experiment.Samples || begun.Shown % experiment.BatchSize > 0)
            return $"Epoch {epochs + 1} begins anew: {begun.Shown} of its images were shown with other options.";
        experiment.GoOn(begun);
        return $"Going on in epoch {epochs + 1} after {experiment.StepsOfBegun} of {experiment.Steps} steps.";
    }

    /// <summary>Gives its numbers to a network, rounded to the network's scalar if need be.</summary>
    /// <exception cref="InvalidDataException">The model is of another network; the message is one sentence.</exception>
    public void Restore<T>(Network<T> network) where T : IFloatingPointIeee754<T>
    {
        var names = network.Parameters.Select(parameter => parameter.Name).ToHashSet();
        if (file.Tensors.FirstOrDefault(t => !names.Contains(t.Name) && !IsInOptimizer(t)) is { } foreign)
            throw Unusable(
                $"has {Quoted.Of(foreign.Name)} of shape {Quoted.Of(foreign.Shape)}, which the network does not have");
        foreach (var parameter in network.Parameters)
        {
            var tensor = Find(parameter.Name)
                ?? throw Unusable($"has no {parameter.Name}, which in the network has shape {parameter.Value.Shape}");
            Blaming(() => tensor.CopyTo(parameter));
        }
    }

    private static Parameter<T> InOptimizer<T>(Parameter<T> state) where T : IFloatingPointIeee754<T> =>
        state with { Name = OptimizerPrefix + state.Name };

    private static bool IsInOptimizer(SafeTensor tensor) =>
        tensor.Name.StartsWith(OptimizerPrefix, StringComparison.Ordinal);

    private SafeTensor? Find(string name) => file.Tensors.FirstOrDefault(tensor => tensor.Name == name);

    private T Blaming<T>(Func<T> read)
    {
        try
        {
            return read();
        }
        catch (InvalidDataException complaint)
        {
            throw Unusable(complaint.Message);
        }
    }

    private InvalidDataException Unusable(string complaint) => new($"'{path}' {complaint}.");
}
