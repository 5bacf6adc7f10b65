using System.CommandLine;
using CnnVerified.Training.Data.Mnist;
using Change = System.Func<
    CnnVerified.Training.Experiments.ExperimentSettings, CnnVerified.Training.Experiments.ExperimentSettings>;
using MnistMirror = CnnVerified.Training.Data.Mnist.Mirror;

namespace CnnVerified.Training.Commands;

/// <summary>The options of training: what each sets, allows and, left out, is.</summary>
internal static class TrainOptions
{
    private const int MostEpochs = 1_000_000_000;

    public static readonly Option<ExperimentDefinition?> Experiment = OptionOf.Choice(
        "--experiment", string.Join(". ", ExperimentDefinition.All.Select((one, i) =>
            $"{one.Name}{(i == 0 ? " (the default)" : "")}: {one.Help}"))
        + ". Each has defaults of its own for the other options.",
        ExperimentDefinition.All, one => one.Name, one => one);

    public static readonly Option<Change?> Seed = Setting(
        "--seed", "N", usual => usual.Seed, $"a whole number from 0 to {uint.MaxValue}",
        "Starts the random numbers, drawn as NumPy's RandomState(N) draws them: first the network's parameters, then "
        + "the order of the images. The same seed gives the same losses on every machine.",
        text => uint.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var seed)
            ? settings => settings with { Seed = seed } : null);

    public static readonly Option<Change?> Epochs = Setting(
        "--epochs", "N", usual => usual.Epochs, OptionOf.WholeNumbers(most: MostEpochs),
        "How many times every training image is shown. Ctrl-C ends earlier, after the present step, and so do the "
        + "signals TERM and HUP or a closed pipe; --load then goes on from there.",
        text => OptionOf.WholeNumber(text, most: MostEpochs) is { } count
            ? settings => settings with { Epochs = count } : null);

    public static readonly Option<Change?> LearningRate = Setting(
        "--learning-rate", "X", usual => usual.LearningRate,
        "a number greater than 0 that a float can hold: from 1.5e-45 to 3.4e38",
        "How far each step goes against the gradient. The original's default equals the 0.01 of the Python program, "
        + "whose gradient lacked the loss's factor 1/n = 1/2 and so was twice too large.",
        text => double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var rate)
            && (float)rate is > 0 and <= float.MaxValue ? settings => settings with { LearningRate = rate } : null);

    public static readonly Option<Change?> Decay = Setting(
        "--decay", "X", usual => usual.Decay, "a number greater than 0 and at most 1",
        "What the learning rate is multiplied by after each epoch.",
        text => double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var decay)
            && decay is > 0 and <= 1 ? settings => settings with { Decay = decay } : null);

    public static readonly Option<Change?> BatchSize = Setting(
        "--batch-size", "N", usual => usual.BatchSize, OptionOf.WholeNumbers(),
        "How many images a step takes the mean gradient of.",
        text => OptionOf.WholeNumber(text) is { } size ? settings => settings with { BatchSize = size } : null);

    public static readonly Option<Change?> Optimizer = Choice<OptimizerKind>(
        "--optimizer", usual => usual.Optimizer,
        "How a gradient changes the parameters. sgd: plain gradient descent. momentum: with a velocity that keeps 0.9 "
        + "of itself (Polyak, 1964). adam: steps scaled by running means of the gradient and its square (Kingma and "
        + "Ba, 2015).",
        (settings, choice) => settings with { Optimizer = choice });

    public static readonly Option<Change?> SamplesPerClass = Setting(
        "--samples-per-class", "N", usual => usual.SamplesPerClass,
        $"{OptionOf.WholeNumbers()}, or all",
        "How many images of each digit to train on: the first N of each in MNIST's training file, of which 500 zeros "
        + "and ones, or 300 of each of the ten digits, are embedded. all: every one that there is.",
        text => OptionOf.WholeNumber(text) is { } count ? settings => settings with { SamplesPerClass = count }
            : text == "all" ? settings => settings with { SamplesPerClass = null } : null);

    public static readonly Option<Change?> Initialization = Choice<Initialization>(
        "--initialization", usual => usual.Initialization,
        "How the parameters start. original: all from the normal distribution N(0, 1), as in the Python program. The "
        + "others scale the same draws and leave each bias 0: scaled by 1/√inputs, so that no sigmoid starts saturated "
        + "(LeCun and others, Efficient BackProp, 1998, section 4.6); glorot by √(2/(inputs + outputs)) (2010); he by "
        + "√(2/inputs), for ReLU (2015).",
        (settings, choice) => settings with { Initialization = choice });

    public static readonly Option<Change?> Precision = Choice<Precision>(
        "--precision", usual => usual.Precision,
        "The numbers that the whole network computes with. double: 64 bits, as the Python program. float: 32 bits, "
        + "which is faster; it starts from the same draws, rounded.",
        (settings, choice) => settings with { Precision = choice });

    public static readonly Option<int?> Threads = OptionOf.Value(
        "--threads", "N",
        "How many cores to use, all of them by default. The losses do not depend on it, not in a bit.",
        OptionOf.WholeNumbers(), text => OptionOf.WholeNumber(text));

    public static readonly Option<string> Data = new("--data")
    {
        HelpName = "embedded|full|DIRECTORY",
        DefaultValueFactory = _ => DataSource.Embedded,
        Description = "The images. embedded: a part of MNIST that this program brings along. full: all of MNIST, "
            + "fetched once into a folder of yours, which the environment variable "
            + $"{MnistCache.FolderVariable} may name. DIRECTORY: the folder of four files named as MNIST's, such as "
            + "train-images-idx3-ubyte or train-images.idx3-ubyte.gz.",
    };

    public static readonly Option<Uri?> Mirror = OptionOf.Value(
        "--mirror", "URL",
        "The folder on the web where --data full finds MNIST's four .gz files, instead of the known ones.",
        "an address that begins with http:// or https://",
        text => Uri.TryCreate(text, UriKind.Absolute, out var address) && MnistMirror.IsReachable(address)
            ? address : null,
        shown: WithoutSecrets);

    public static readonly Option<string?> Metrics = OptionOf.Text(
        "--metrics", "FILE",
        "Also writes the losses, the held-out result and the settings to this file: a table if its name ends in .csv, "
        + "one object if it ends in .json. A file of that name is replaced, once all is known.");

    public static readonly Option<string?> Save = OptionOf.Text(
        "--save", "FILE",
        "Keeps the trained network and its optimiser's state in this safetensors file; one of that name is replaced.");

    public static readonly Option<string?> Load = OptionOf.Text(
        "--load", "FILE",
        "Goes on from a file that --save wrote, as if its training had not ended: options that are not given are as "
        + "they were then, and --epochs counts further ones. Numbers of another precision are converted.");

    private static readonly Option<Change?>[] Settings =
        [Seed, Epochs, LearningRate, Decay, BatchSize, Optimizer, SamplesPerClass, Initialization, Precision];

    /// <summary>All of them.</summary>
    public static IReadOnlyList<Option> All { get; } =
        [Experiment, .. Settings, Threads, Data, Mirror, Load, Save, Metrics];

    /// <summary>The options that decide what network training starts with, and on which images.</summary>
    public static IReadOnlyList<Option> OfNetwork { get; } = [Experiment, Seed, Initialization, Data, Mirror];

    /// <summary>What a model remembers of the options it was trained with.</summary>
    public static readonly RememberedOptions Remembered = new(
        Experiment, Seed, LearningRate, Decay, BatchSize, Optimizer, SamplesPerClass, Initialization, Precision, Data);

    /// <summary>What decides which images are shown in which order.</summary>
    public static readonly RememberedOptions OfOrder = new(Experiment, Seed, BatchSize, SamplesPerClass, Data);

    /// <summary>What the options ask for; where they are silent, what is usual in the experiment.</summary>
    public static ExperimentSettings SettingsOf(ParseResult parsed) => Settings.Aggregate(
        (parsed.GetValue(Experiment) ?? ExperimentDefinition.All[0]).Settings,
        (settings, option) => parsed.GetValue(option)?.Invoke(settings) ?? settings);

    /// <summary>The images that the options ask for.</summary>
    public static DataSet LoadData(ParseResult parsed, ExperimentDefinition experiment)
    {
        var (name, mirror) = (parsed.GetValue(Data)!, parsed.GetValue(Mirror));
        if (mirror is not null && name != DataSource.Full)
            throw new InvalidDataException($"{Mirror.Name} needs {Data.Name} {DataSource.Full}.");
        return new DataSource(name, mirror).Load(experiment.Classes, experiment.Data);
    }

    /// <summary>An address, perhaps mistyped, without what may be a name, a password or a key.</summary>
    private static string WithoutSecrets(string address)
    {
        var end = address.LastIndexOf('@');
        var shown = end < 0 ? address : $"…{address[end..]}";
        return shown.IndexOf('?') is >= 0 and var query ? $"{shown[..query]}?…" : shown;
    }

    private static Option<Change?> Setting(
        string name, string value, Func<ExperimentSettings, object?> usual, string allowed, string description,
        Func<string, Change?> parse) => OptionOf.Value(name, value, WithDefaults(description, usual), allowed, parse);

    private static Option<Change?> Choice<T>(
        string name, Func<ExperimentSettings, object?> usual, string description,
        Func<ExperimentSettings, T, ExperimentSettings> change) where T : struct, Enum =>
        OptionOf.Choice<T, Change>(
            name, WithDefaults(description, usual), Enum.GetValues<T>(), Word, choice => s => change(s, choice));

    /// <summary>With the default of the first experiment, and of the others where they differ.</summary>
    private static string WithDefaults(string description, Func<ExperimentSettings, object?> usual)
    {
        var words = ExperimentDefinition.All.Select(one => (one.Name, Word: Word(usual(one.Settings)))).ToArray();
        var others = words.Where(one => one.Word != words[0].Word).Select(one => $"; {one.Name}: {one.Word}");
        return $"{description} [default: {words[0].Word}{string.Concat(others)}]";
    }

    private static string Word<T>(T value) =>
        value is null ? "all" : string.Create(CultureInfo.InvariantCulture, $"{value}").ToLowerInvariant();
}
