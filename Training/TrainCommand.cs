using System.CommandLine;
using System.CommandLine.Parsing;
using System.Globalization;
using CnnVerified.Training.Data;

namespace CnnVerified.Training;

/// <summary>What the program does when no command is named: the original's experiment, varied by options.</summary>
internal static class TrainCommand
{
    private static readonly CultureInfo Invariant = CultureInfo.InvariantCulture;
    private static readonly ExperimentSettings Default = new();
    private const int All = int.MaxValue;

    internal static readonly Option<uint> Seed = Option(
        "--seed", "N", Default.Seed, $"a whole number from 0 to {uint.MaxValue}",
        "Starts the random numbers, drawn as NumPy's RandomState(N) draws them: first the network's parameters, then "
        + "the order of the images. The same seed gives the same losses on every machine.",
        text => uint.TryParse(text, NumberStyles.None, Invariant, out var seed) ? seed : null);

    private static readonly Option<int> Epochs = Option(
        "--epochs", "N", Default.Epochs, "a whole number of at least 1",
        "How many times every training image is shown.",
        text => int.TryParse(text, NumberStyles.None, Invariant, out var epochs) && epochs > 0 ? epochs : null);

    private static readonly Option<double> LearningRate = Option(
        "--learning-rate", "X", Default.LearningRate,
        "a number greater than 0 that a float can hold: from 1.5e-45 to 3.4e38",
        "How far each step goes against the gradient. The default equals the 0.01 of the original Python program, "
        + "whose gradient lacked the loss's factor 1/n = 1/2 and so was twice too large.",
        text => double.TryParse(text, NumberStyles.Float, Invariant, out var rate)
            && (float)rate is > 0 and <= float.MaxValue ? rate : null);

    private static readonly Option<int> SamplesPerClass = Option(
        "--samples-per-class", "N", Default.SamplesPerClass ?? All, "a whole number of at least 1, or all",
        "How many zeros, and how many ones, to train on: the first N of each in MNIST's training file, of which 500 are embedded. "
        + "all: every one that there is.",
        text => text == "all" ? All : int.TryParse(text, NumberStyles.None, Invariant, out var n) && n > 0 ? n : null);

    internal static readonly Option<Initialization> Initialization = Choice<Initialization>(
        "--initialization",
        "How the parameters start. original (the default): all from the normal distribution N(0, 1), as in the Python "
        + "program. scaled: the same draws, with each weight divided by the square root of its layer's number of "
        + "inputs and each bias 0, so that no sigmoid starts saturated (LeCun and others, Efficient BackProp, 1998, "
        + "section 4.6).");

    private static readonly Option<Precision> Precision = Choice<Precision>(
        "--precision",
        "The numbers that the whole network computes with. double (the default): 64 bits, as the Python program. "
        + "float: 32 bits, which is faster; it starts from the same draws, rounded.");

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
            "Trains a small convolutional network, written from scratch, to tell MNIST's handwritten zeros from ones, "
            + "and tries it on images it has not seen. Without options it repeats the original experiment: 200 images, "
            + "5 epochs, one step an image.")
        {
            Seed, Epochs, LearningRate, SamplesPerClass, Initialization, Precision, Metrics,
            VerifyCommand.Create(),
        };
        command.SetAction(Run);
        return command;
    }

    private static void Run(ParseResult parsed)
    {
        var settings = new ExperimentSettings
        {
            Seed = parsed.GetValue(Seed),
            Epochs = parsed.GetValue(Epochs),
            LearningRate = parsed.GetValue(LearningRate),
            SamplesPerClass = parsed.GetValue(SamplesPerClass) is < All and var n ? n : null,
            Initialization = parsed.GetValue(Initialization),
            Precision = parsed.GetValue(Precision),
        };
        var metrics = parsed.GetValue(Metrics) is { } path ? new MetricsFile(path) : null;
        var data = DataSet.ZerosAndOnes;
        if (settings.SamplesPerClass > data.Training.FewestOfAClass)
            throw new InvalidDataException(
                $"{SamplesPerClass.Name} is '{settings.SamplesPerClass}', but must be a whole number from 1 to {data.Training.FewestOfAClass}, or all.");
        var outcome = settings.Precision is Training.Precision.Float
            ? TrainingRun.Of<float>(settings, data)
            : TrainingRun.Of<double>(settings, data);
        metrics?.Write(settings, outcome);
    }

    internal static Option<T> Option<T>(
        string name, string value, T usual, string allowed, string description, Func<string, T?> parse) where T : struct
    {
        var option = Option(name, value, allowed, description, parse);
        option.DefaultValueFactory = _ => usual;
        return option;
    }

    internal static Option<T> Choice<T>(string name, string description) where T : struct, Enum
    {
        var words = Enum.GetValues<T>().ToDictionary(choice => choice.ToString().ToLowerInvariant());
        return Option(
            name, string.Join('|', words.Keys), string.Join(" or ", words.Keys), description,
            text => words.TryGetValue(text, out var choice) ? choice : (T?)null);
    }

    internal static Option<T> Option<T>(
        string name, string value, string allowed, string description, Func<string, T?> parse)
        where T : struct => new(name)
        {
            HelpName = value,
            Description = description,
            CustomParser = argument =>
            {
                var text = argument.Tokens[0].Value;
                if (parse(text) is { } parsed) return parsed;
                argument.AddError($"{name} is '{text}', but must be {allowed}.");
                return default;
            },
        };
}
