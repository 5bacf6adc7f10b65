using System.CommandLine;
using System.CommandLine.Parsing;
using System.Globalization;
using CnnVerified.Training.Data.Mnist;
using CnnVerified.Training.Models;

namespace CnnVerified.Training;

/// <summary>What the program does when no command is named: the original's experiment, varied by options.</summary>
internal static class TrainCommand
{
    private static readonly CultureInfo Invariant = CultureInfo.InvariantCulture;
    private static readonly ExperimentSettings Default = new();
    private const int All = int.MaxValue;

    private static readonly Option<uint> Seed = Option(
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

    private static readonly Option<Initialization> Initialization = Choice<Initialization>(
        "--initialization",
        "How the parameters start. original (the default): all from the normal distribution N(0, 1), as in the Python "
        + "program. scaled: the same draws, with each weight divided by the square root of its layer's number of "
        + "inputs and each bias 0, so that no sigmoid starts saturated (LeCun and others, Efficient BackProp, 1998, "
        + "section 4.6).");

    private static readonly Option<Precision> Precision = Choice<Precision>(
        "--precision",
        "The numbers that the whole network computes with. double (the default): 64 bits, as the Python program. "
        + "float: 32 bits, which is faster; it starts from the same draws, rounded.");

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
            if (Uri.TryCreate(text, UriKind.Absolute, out var address) && address.Scheme is "http" or "https") return address;
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

    /// <summary>What a model remembers of the options it was trained with.</summary>
    private static readonly Option[] Remembered = [Seed, LearningRate, SamplesPerClass, Initialization, Precision, Data];

    /// <summary>The command, ready to parse.</summary>
    public static RootCommand Create()
    {
        var command = new RootCommand(
            "Trains a small convolutional network, written from scratch, to tell MNIST's handwritten zeros from ones, "
            + "and tries it on images it has not seen. Without options it repeats the original experiment: 200 images, "
            + "5 epochs, one step an image.")
        {
            Seed, Epochs, LearningRate, SamplesPerClass, Initialization, Precision, Data, Mirror, Load, Save, Metrics,
        };
        command.SetAction(Run);
        return command;
    }

    private static void Run(ParseResult parsed)
    {
        if (parsed.GetValue(Load) is not { } path)
        {
            Run(parsed, start: null);
            return;
        }
        var model = new Model(path);
        Run(WithOptionsOf(model, path, parsed), model);
    }

    private static void Run(ParseResult parsed, Model? start)
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
        if (parsed.GetValue(Mirror) is not null && parsed.GetValue(Data) != DataSource.Full)
            throw new InvalidDataException($"{Mirror.Name} needs {Data.Name} {DataSource.Full}.");
        var data = new DataSource(parsed.GetValue(Data)!, parsed.GetValue(Mirror)).Load(OriginalNetwork.Classes);
        if (settings.SamplesPerClass > data.Training.FewestOfAClass)
            throw new InvalidDataException(
                $"{SamplesPerClass.Name} is '{settings.SamplesPerClass}', but must be a whole number from 1 to {data.Training.FewestOfAClass}, or all.");
        var save = parsed.GetValue(Save) is { } file ? new OutputFile(Save.Name, file) : null;
        var options = Given(parsed).ToDictionary();
        var outcome = settings.Precision is Training.Precision.Float
            ? TrainingRun.Of<float>(settings, data, start, experiment => save?.Write(Model.ToBytes(experiment, options)))
            : TrainingRun.Of<double>(settings, data, start, experiment => save?.Write(Model.ToBytes(experiment, options)));
        metrics?.Write(settings, outcome);
    }

    private static IEnumerable<KeyValuePair<string, string>> Given(ParseResult parsed) =>
        from option in Remembered
        let result = parsed.GetResult(option)
        where result is { Implicit: false }
        select KeyValuePair.Create(option.Name, result.Tokens[0].Value);

    private static ParseResult WithOptionsOf(Model model, string path, ParseResult parsed)
    {
        var given = Given(parsed).ToDictionary();
        var missing = Remembered.Select(option => option.Name).Where(name => model.Options.ContainsKey(name) && !given.ContainsKey(name));
        string[] arguments =
        [
            .. parsed.Tokens.Select(token => token.Value),
            .. missing.SelectMany(name => new[] { name, model.Options[name] }),
        ];
        var all = parsed.RootCommandResult.Command.Parse(arguments, parsed.Configuration);
        return all.Errors is [var error, ..]
            ? throw new InvalidDataException($"'{path}' was trained with an option that is not possible: {error.Message}")
            : all;
    }

    private static Option<T> Option<T>(
        string name, string value, T usual, string allowed, string description, Func<string, T?> parse) where T : struct
    {
        var option = Option(name, value, allowed, description, parse);
        option.DefaultValueFactory = _ => usual;
        return option;
    }

    private static Option<T> Choice<T>(string name, string description) where T : struct, Enum
    {
        var words = Enum.GetValues<T>().ToDictionary(choice => choice.ToString().ToLowerInvariant());
        return Option(
            name, string.Join('|', words.Keys), string.Join(" or ", words.Keys), description,
            text => words.TryGetValue(text, out var choice) ? choice : (T?)null);
    }

    private static Option<T> Option<T>(
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
