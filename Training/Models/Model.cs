using System.Globalization;
using System.Numerics;
using CnnVerified.Layers;

namespace CnnVerified.Training.Models;

/// <summary>
/// A network as its training left it, with what it takes to go on: kept in a safetensors file. Its tensors are the
/// parameters by their names in the network, such as <c>Convolution[0].kernels</c>, and what the optimiser remembers,
/// such as <c>optimizer.Dense[3].weights.velocity</c>; its metadata are the number of epochs and the options.
/// </summary>
internal sealed class Model
{
    private const string EpochsKey = "epochs", OptionPrefix = "--", OptimizerPrefix = "optimizer.";
    private const int MostEpochs = 100_000;
    private readonly string path;
    private readonly SafeTensorsFile file;
    private readonly int epochs;

    /// <summary>Reads a model's file.</summary>
    /// <exception cref="IOException">It cannot be read.</exception>
    /// <exception cref="InvalidDataException">It holds no model; the message is one sentence.</exception>
    public Model(string path)
    {
        this.path = path;
        file = Blaming(() => SafeTensorsFile.Read(File.ReadAllBytes(path)));
        var trained = file.Metadata.GetValueOrDefault(EpochsKey, "0");
        if (!int.TryParse(trained, NumberStyles.None, CultureInfo.InvariantCulture, out epochs) || epochs > MostEpochs)
            throw Unusable($"says that it was trained for '{trained}' epochs");
    }

    /// <summary>The options that its training was given, by name.</summary>
    public IReadOnlyDictionary<string, string> Options =>
        file.Metadata.Where(entry => entry.Key.StartsWith(OptionPrefix, StringComparison.Ordinal)).ToDictionary();

    /// <summary>In which experiment it was trained; the original's if the file does not say.</summary>
    /// <exception cref="InvalidDataException">In none that this program has; the message is one sentence.</exception>
    public ExperimentKind Experiment =>
        Options.GetValueOrDefault("--experiment", nameof(ExperimentKind.Original)) is var name
        && Enum.GetValues<ExperimentKind>().Any(kind => name.Equals($"{kind}", StringComparison.OrdinalIgnoreCase))
            ? Enum.Parse<ExperimentKind>(name, ignoreCase: true)
            : throw Unusable($"was trained in the experiment '{name}', which this program does not have");

    /// <summary>The bytes of a file that holds an experiment as it is now.</summary>
    public static byte[] ToBytes<T>(Experiment<T> experiment, IReadOnlyDictionary<string, string> options)
        where T : IFloatingPointIeee754<T>
    {
        var metadata = new SortedDictionary<string, string>(StringComparer.Ordinal) { [EpochsKey] = $"{experiment.Epochs}" };
        foreach (var (name, value) in options) metadata.Add(name, value);
        var parameters = experiment.Network.Parameters.Concat(experiment.OptimizerState.Select(InOptimizer));
        return new SafeTensorsFile([.. parameters.Select(SafeTensor.Of)], metadata).ToBytes();
    }

    /// <summary>Puts an experiment that has the model's options where the model's training ended.</summary>
    /// <exception cref="InvalidDataException">The model is of another network; the message is one sentence.</exception>
    public void Resume<T>(Experiment<T> experiment) where T : IFloatingPointIeee754<T>
    {
        Restore(experiment.Network);
        foreach (var state in experiment.OptimizerState.Select(InOptimizer))
            if (Find(state.Name) is { } tensor) Blaming(() => tensor.CopyTo(state));
        experiment.Skip(epochs);
    }

    /// <summary>Gives its numbers to a network, rounded to the network's scalar if need be.</summary>
    /// <exception cref="InvalidDataException">The model is of another network; the message is one sentence.</exception>
    public void Restore<T>(Network<T> network) where T : IFloatingPointIeee754<T>
    {
        var names = network.Parameters.Select(parameter => parameter.Name).ToHashSet();
        if (file.Tensors.FirstOrDefault(tensor => !IsInOptimizer(tensor) && !names.Contains(tensor.Name)) is { } foreign)
            throw Unusable($"has {foreign.Name} of shape {foreign.Shape}, which the network does not have");
        foreach (var parameter in network.Parameters)
        {
            var tensor = Find(parameter.Name)
                ?? throw Unusable($"has no {parameter.Name}, which in the network has shape {parameter.Value.Shape}");
            Blaming(() => tensor.CopyTo(parameter));
        }
    }

    private static Parameter<T> InOptimizer<T>(Parameter<T> state) where T : IFloatingPointIeee754<T> =>
        state with { Name = OptimizerPrefix + state.Name };

    private static bool IsInOptimizer(SafeTensor tensor) => tensor.Name.StartsWith(OptimizerPrefix, StringComparison.Ordinal);

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
