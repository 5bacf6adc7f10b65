using System.CommandLine;
using System.CommandLine.Parsing;
using System.Globalization;
using CnnVerified.Training.Data;

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

    private static readonly Option<string?> Metrics = new("--metrics")
    {
        HelpName = "FILE",
        Description = "Also writes the losses, the held-out result and the settings to this file: a table if its name "
            + "ends in .csv, one object if it ends in .json. A file of that name is replaced, once all is known.",
    };

    /// <summary>The command, ready to parse.</summary>
    public static RootCommand Create()
    {
        var command = new RootCommand(
            "Trains a convolutional network, written from scratch, on MNIST's handwritten digits, and tries it on images "
            + "it has not seen. Without options it repeats the original experiment: 200 zeros and ones, 5 epochs, one "
            + "step an image.")
        {
            Experiment, Seed, Epochs, LearningRate, Decay, BatchSize, Optimizer, SamplesPerClass, Initialization,
            Precision, Metrics,
        };
        command.SetAction(Run);
        return command;
    }

    private static void Run(ParseResult parsed)
    {
        var settings = Settings(parsed);
        var metrics = parsed.GetValue(Metrics) is { } path ? new MetricsFile(path) : null;
        var data = settings.Experiment is ExperimentKind.Original ? DataSet.ZerosAndOnes : DataSet.TenDigits;
        if (settings.SamplesPerClass > data.Training.FewestOfAClass)
            throw new InvalidDataException(
                $"{SamplesPerClass.Name} is '{settings.SamplesPerClass}', "
                + $"but must be a whole number from 1 to {data.Training.FewestOfAClass}, or all.");
        using var interruption = new Interruption();
        var outcome = settings.Precision is Training.Precision.Float
            ? TrainingRun.Of<float>(settings, data, interruption.Token)
            : TrainingRun.Of<double>(settings, data, interruption.Token);
        metrics?.Write(settings, outcome);
    }

    private static ExperimentSettings Settings(ParseResult parsed)
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
