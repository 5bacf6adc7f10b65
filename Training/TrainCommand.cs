using System.CommandLine;
using System.CommandLine.Parsing;
using System.Globalization;
using System.Numerics;
using CnnVerified.Training.Data;
using CnnVerified.Training.Data.Mnist;
using CnnVerified.Training.Models;

namespace CnnVerified.Training;

/// <summary>What the program does when no command is named: one of the experiments, varied by options.</summary>
internal static class TrainCommand
{
    private static readonly CultureInfo Invariant = CultureInfo.InvariantCulture;
    private const int All = int.MaxValue;

    private static readonly Option<ExperimentKind?> Experiment = Choice<ExperimentKind>(
        "--experiment", null,
        "original (the default): the Python program's, which tells zeros from ones: convolution 5@3×3, dense 100, "
        + "dense 2, with sigmoids and binary cross-entropy. small: all ten digits: convolution 5@3×3, max-pooling 2, "
        + "dense 100, dense 10, with ReLU and softmax cross-entropy. digits: all ten: convolution 8@5×5, max-pooling "
        + "2, convolution 16@5×5, max-pooling 2, dense 120, dense 10. Each has defaults of its own for the other options.");

    private static readonly Option<uint?> Seed = Option<uint>(
        "--seed", "N", usual => usual.Seed, $"a whole number from 0 to {uint.MaxValue}",
        "Starts the random numbers, drawn as NumPy's RandomState(N) draws them: first the network's parameters, then "
        + "the order of the images. The same seed gives the same losses on every machine.",
        text => uint.TryParse(text, NumberStyles.None, Invariant, out var seed) ? seed : null);

    private static readonly Option<int?> Epochs = Option<int>(
        "--epochs", "N", usual => usual.Epochs, "a whole number of at least 1",
        "How many times every training image is shown. Ctrl-C ends earlier, after the present step.", Count);

    private static readonly Option<double?> LearningRate = Option<double>(
        "--learning-rate", "X", usual => usual.LearningRate,
        "a number greater than 0 that a float can hold: from 1.5e-45 to 3.4e38",
        "How far each step goes against the gradient. The original's default equals the 0.01 of the Python program, "
        + "whose gradient lacked the loss's factor 1/n = 1/2 and so was twice too large.",
        text => double.TryParse(text, NumberStyles.Float, Invariant, out var rate)
            && (float)rate is > 0 and <= float.MaxValue ? rate : null);

    private static readonly Option<double?> Decay = Option<double>(
        "--decay", "X", usual => usual.Decay, "a number greater than 0 and at most 1",
        "What the learning rate is multiplied by after each epoch.",
        text => double.TryParse(text, NumberStyles.Float, Invariant, out var decay)
            && decay is > 0 and <= 1 ? decay : null);

    private static readonly Option<int?> BatchSize = Option<int>(
        "--batch-size", "N", usual => usual.BatchSize, "a whole number of at least 1",
        "How many images a step takes the mean gradient of.", Count);

    private static readonly Option<OptimizerKind?> Optimizer = Choice<OptimizerKind>(
        "--optimizer", usual => usual.Optimizer,
        "How a gradient changes the parameters. sgd: plain gradient descent. momentum: with a velocity that keeps 0.9 "
        + "of itself (Polyak, 1964). adam: steps scaled by running means of the gradient and its square (Kingma and "
        + "Ba, 2015).");

    private static readonly Option<int?> SamplesPerClass = Option<int>(
        "--samples-per-class", "N", usual => usual.SamplesPerClass ?? All, "a whole number of at least 1, or all",
        "How many images of each digit to train on: the first N of each in MNIST's training file, of which 500 zeros "
        + "and ones, or 300 of each of the ten digits, are embedded. all: every one that there is.",
        text => text == "all" ? All : Count(text));

    private static readonly Option<Initialization?> Initialization = Choice<Initialization>(
        "--initialization", usual => usual.Initialization,
        "How the parameters start. original: all from the normal distribution N(0, 1), as in the Python program. The "
        + "others scale the same draws and leave each bias 0: scaled by 1/√inputs, so that no sigmoid starts saturated "
        + "(LeCun and others, Efficient BackProp, 1998, section 4.6); glorot by √(2/(inputs + outputs)) (2010); he by "
        + "√(2/inputs), for ReLU (2015).");

    private static readonly Option<Precision?> Precision = Choice<Precision>(
        "--precision", usual => usual.Precision,
        "The numbers that the whole network computes with. double: 64 bits, as the Python program. float: 32 bits, "
        + "which is faster; it starts from the same draws, rounded.");

    private static readonly Option<string> Data = new("--data")
    {
        HelpName = "embedded|full|DIRECTORY",
        DefaultValueFactory = _ => DataSource.Embedded,
        Description = "The images. embedded: a part of MNIST that this program brings along. full: all of MNIST, fetched once "
            + $"into a folder of yours, which the environment variable {MnistCache.FolderVariable} may name. DIRECTORY: the "
            + "folder of four files named as MNIST's, such as train-images-idx3-ubyte or train-images.idx3-ubyte.gz.",
    };

    private static readonly Option<Uri?> Mirror = new("--mirror")
    {
        HelpName = "URL",
        Description = "The folder on the web where --data full finds MNIST's four .gz files, instead of the known ones.",
        CustomParser = argument =>
        {
            var text = argument.Tokens[0].Value;
            if (Uri.TryCreate(text, UriKind.Absolute, out var address) && address.Scheme is "http" or "https")
                return address;
            argument.AddError($"--mirror is '{text}', but must be an address that begins with http:// or https://.");
            return null;
        },
    };

    private static readonly Option<string?> Metrics = new("--metrics")
    {
        HelpName = "FILE",
        Description = "Also writes the losses, the held-out result and the settings to this file: a table if its name "
            + "ends in .csv, one object if it ends in .json. A file of that name is replaced, once all is known.",
    };

    private static readonly Option<string?> Save = new("--save")
    {
        HelpName = "FILE",
        Description = "Keeps the trained network and its optimiser's state in this safetensors file; one of that name is "
            + "replaced.",
    };

    private static readonly Option<string?> Load = new("--load")
    {
        HelpName = "FILE",
        Description = "Goes on from a file that --save wrote, as if its training had not ended: options that are not given "
            + "are as they were then, and --epochs counts further ones. Numbers of another precision are converted.",
    };

    /// <summary>The options that decide what network training starts with, and on which images.</summary>
    public static IReadOnlyList<Option> OfNetwork { get; } = [Experiment, Seed, Initialization, Data, Mirror];

    /// <summary>What a model remembers of the options it was trained with.</summary>
    private static readonly RememberedOptions Remembered = new(
        Experiment, Seed, LearningRate, Decay, BatchSize, Optimizer, SamplesPerClass, Initialization, Precision, Data);

    /// <summary>The command, ready to parse.</summary>
    public static RootCommand Create()
    {
        var command = new RootCommand(
            "Trains a convolutional network, written from scratch, on MNIST's handwritten digits, and tries it on images "
            + "it has not seen. Without options it repeats the original experiment: 200 zeros and ones, 5 epochs, one "
            + "step an image.")
        {
            Experiment, Seed, Epochs, LearningRate, Decay, BatchSize, Optimizer, SamplesPerClass, Initialization,
            Precision, Data, Mirror, Load, Save, Metrics,
        };
        command.SetAction(Run);
        return command;
    }

    private static void Run(ParseResult parsed)
    {
        var model = parsed.GetValue(Load) is { } load ? new Model(load) : null;
        if (model is not null) parsed = Remembered.Complete(parsed, model.Options);
        var settings = Settings(parsed);
        var metrics = parsed.GetValue(Metrics) is { } path ? new MetricsFile(path) : null;
        var save = parsed.GetValue(Save) is { } file ? new OutputFile(Save.Name, file) : null;
        var data = LoadData(parsed, settings);
        if (settings.SamplesPerClass > data.Training.FewestOfAClass)
            throw new InvalidDataException(
                $"{SamplesPerClass.Name} is '{settings.SamplesPerClass}', "
                + $"but must be a whole number from 1 to {data.Training.FewestOfAClass}, or all.");
        using var interruption = new Interruption();
        var outcome = settings.Precision is Training.Precision.Float ? Of<float>() : Of<double>();
        metrics?.Write(settings, outcome);

        TrainingOutcome Of<T>() where T : IFloatingPointIeee754<T>
        {
            var experiment = new Experiment<T>(settings, data);
            model?.Resume(experiment);
            var outcome = TrainingRun.Of(experiment, settings.Epochs, data.HeldOut, interruption.Token);
            save?.Write(Model.ToBytes(experiment, Remembered.Given(parsed)));
            return outcome;
        }
    }

    /// <summary>The images that the options ask for.</summary>
    public static DataSet LoadData(ParseResult parsed, ExperimentSettings settings)
    {
        if (parsed.GetValue(Mirror) is not null && parsed.GetValue(Data) != DataSource.Full)
            throw new InvalidDataException($"{Mirror.Name} needs {Data.Name} {DataSource.Full}.");
        var classes = settings.Experiment is ExperimentKind.Original ? OriginalNetwork.Classes : TenDigitNetworks.Classes;
        return new DataSource(parsed.GetValue(Data)!, parsed.GetValue(Mirror)).Load(classes);
    }

    /// <summary>What the options ask for; where they are silent, what is usual in the experiment.</summary>
    public static ExperimentSettings Settings(ParseResult parsed)
    {
        var usual = ExperimentSettings.Of(parsed.GetValue(Experiment) ?? ExperimentKind.Original);
        return usual with
        {
            Seed = parsed.GetValue(Seed) ?? usual.Seed,
            Epochs = parsed.GetValue(Epochs) ?? usual.Epochs,
            LearningRate = parsed.GetValue(LearningRate) ?? usual.LearningRate,
            Decay = parsed.GetValue(Decay) ?? usual.Decay,
            BatchSize = parsed.GetValue(BatchSize) ?? usual.BatchSize,
            Optimizer = parsed.GetValue(Optimizer) ?? usual.Optimizer,
            SamplesPerClass = parsed.GetValue(SamplesPerClass) switch
            {
                null => usual.SamplesPerClass,
                All => null,
                var n => n,
            },
            Initialization = parsed.GetValue(Initialization) ?? usual.Initialization,
            Precision = parsed.GetValue(Precision) ?? usual.Precision,
        };
    }

    private static int? Count(string text) =>
        int.TryParse(text, NumberStyles.None, Invariant, out var count) && count > 0 ? count : null;

    private static Option<T?> Choice<T>(string name, Func<ExperimentSettings, T>? usual, string description)
        where T : struct, Enum
    {
        var words = Enum.GetValues<T>().ToDictionary(choice => choice.ToString().ToLowerInvariant());
        var all = string.Join(", ", words.Keys.SkipLast(1)) + $" or {words.Keys.Last()}";
        return Option(
            name, string.Join('|', words.Keys), usual, all, description,
            text => words.TryGetValue(text, out var choice) ? choice : (T?)null);
    }

    private static Option<T?> Option<T>(
        string name, string value, Func<ExperimentSettings, T>? usual, string allowed, string description,
        Func<string, T?> parse) where T : struct => new(name)
        {
            HelpName = value,
            Description = usual is null ? description : $"{description} [default: {Defaults(usual)}]",
            CustomParser = argument =>
            {
                var text = argument.Tokens[0].Value;
                if (parse(text) is { } parsed) return parsed;
                argument.AddError($"{name} is '{text}', but must be {allowed}.");
                return default;
            },
        };

    /// <summary>The default of the original's experiment, and of the others where they differ.</summary>
    private static string Defaults<T>(Func<ExperimentSettings, T> usual) where T : struct
    {
        var original = Word(usual(new ExperimentSettings()));
        var others = from kind in Enum.GetValues<ExperimentKind>()
                     let word = Word(usual(ExperimentSettings.Of(kind)))
                     where word != original
                     select $"; {Word(kind)}: {word}";
        return original + string.Concat(others);
    }

    private static string Word<T>(T value) where T : struct =>
        value is All ? "all" : string.Create(Invariant, $"{value}").ToLowerInvariant();
}
