using System.CommandLine;
using System.CommandLine.Parsing;
using System.Globalization;
using CnnVerified.Training.Data.Mnist;
using MnistMirror = CnnVerified.Training.Data.Mnist.Mirror;

namespace CnnVerified.Training;

/// <summary>The options of training: what each sets, allows and, left out, is.</summary>
internal static class TrainOptions
{
    public static readonly Option<ExperimentKind?> Experiment = SettingOption.Choice<ExperimentKind>(
        "--experiment", null,
        "original (the default): the Python program's, which tells zeros from ones: convolution 5@3×3, dense 100, "
        + "dense 2, with sigmoids and binary cross-entropy. small: all ten digits: convolution 5@3×3, max-pooling 2, "
        + "dense 100, dense 10, with ReLU and softmax cross-entropy. digits: all ten: convolution 8@5×5, max-pooling "
        + "2, convolution 16@5×5, max-pooling 2, dense 120, dense 10. Each has defaults of its own for the other "
        + "options.");

    public static readonly Option<uint?> Seed = SettingOption.Of<uint>(
        "--seed", "N", usual => usual.Seed, $"a whole number from 0 to {uint.MaxValue}",
        "Starts the random numbers, drawn as NumPy's RandomState(N) draws them: first the network's parameters, then "
        + "the order of the images. The same seed gives the same losses on every machine.",
        text => uint.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var seed) ? seed : null);

    public static readonly Option<int?> Epochs = SettingOption.Of<int>(
        "--epochs", "N", usual => usual.Epochs, "a whole number of at least 1",
        "How many times every training image is shown. Ctrl-C ends earlier, after the present step, and so do the "
        + "signals TERM and HUP or a closed pipe; --load then goes on from there.", SettingOption.Count);

    public static readonly Option<double?> LearningRate = SettingOption.Of<double>(
        "--learning-rate", "X", usual => usual.LearningRate,
        "a number greater than 0 that a float can hold: from 1.5e-45 to 3.4e38",
        "How far each step goes against the gradient. The original's default equals the 0.01 of the Python program, "
        + "whose gradient lacked the loss's factor 1/n = 1/2 and so was twice too large.",
        text => double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var rate)
            && (float)rate is > 0 and <= float.MaxValue ? rate : null);

    public static readonly Option<double?> Decay = SettingOption.Of<double>(
        "--decay", "X", usual => usual.Decay, "a number greater than 0 and at most 1",
        "What the learning rate is multiplied by after each epoch.",
        text => double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var decay)
            && decay is > 0 and <= 1 ? decay : null);

    public static readonly Option<int?> BatchSize = SettingOption.Of<int>(
        "--batch-size", "N", usual => usual.BatchSize, "a whole number of at least 1",
        "How many images a step takes the mean gradient of.", SettingOption.Count);

    public static readonly Option<OptimizerKind?> Optimizer = SettingOption.Choice<OptimizerKind>(
        "--optimizer", usual => usual.Optimizer,
        "How a gradient changes the parameters. sgd: plain gradient descent. momentum: with a velocity that keeps 0.9 "
        + "of itself (Polyak, 1964). adam: steps scaled by running means of the gradient and its square (Kingma and "
        + "Ba, 2015).");

    public static readonly Option<int?> SamplesPerClass = SettingOption.Of<int>(
        "--samples-per-class", "N", usual => usual.SamplesPerClass ?? SettingOption.All,
        "a whole number of at least 1, or all",
        "How many images of each digit to train on: the first N of each in MNIST's training file, of which 500 zeros "
        + "and ones, or 300 of each of the ten digits, are embedded. all: every one that there is.",
        text => text == "all" ? SettingOption.All : SettingOption.Count(text));

    public static readonly Option<Initialization?> Initialization = SettingOption.Choice<Initialization>(
        "--initialization", usual => usual.Initialization,
        "How the parameters start. original: all from the normal distribution N(0, 1), as in the Python program. The "
        + "others scale the same draws and leave each bias 0: scaled by 1/√inputs, so that no sigmoid starts saturated "
        + "(LeCun and others, Efficient BackProp, 1998, section 4.6); glorot by √(2/(inputs + outputs)) (2010); he by "
        + "√(2/inputs), for ReLU (2015).");

    public static readonly Option<Precision?> Precision = SettingOption.Choice<Precision>(
        "--precision", usual => usual.Precision,
        "The numbers that the whole network computes with. double: 64 bits, as the Python program. float: 32 bits, "
        + "which is faster; it starts from the same draws, rounded.");

    public static readonly Option<int?> Threads = SettingOption.Of<int>(
        "--threads", "N", null, "a whole number of at least 1",
        "How many cores to use, all of them by default. The losses do not depend on it, not in a bit.",
        SettingOption.Count);

    public static readonly Option<string> Data = new("--data")
    {
        HelpName = "embedded|full|DIRECTORY",
        DefaultValueFactory = _ => DataSource.Embedded,
        Description = "The images. embedded: a part of MNIST that this program brings along. full: all of MNIST, "
            + "fetched once into a folder of yours, which the environment variable "
            + $"{MnistCache.FolderVariable} may name. DIRECTORY: the folder of four files named as MNIST's, such as "
            + "train-images-idx3-ubyte or train-images.idx3-ubyte.gz.",
    };

    public static readonly Option<Uri?> Mirror = new("--mirror")
    {
        HelpName = "URL",
        Description = "The folder on the web where --data full finds MNIST's four .gz files, instead of the known "
            + "ones.",
        CustomParser = argument =>
        {
            var text = argument.Tokens[0].Value;
            if (Uri.TryCreate(text, UriKind.Absolute, out var address) && MnistMirror.IsReachable(address))
                return address;
            argument.AddError(
                $"--mirror is '{WithoutPassword(text)}', but must be an address that begins with http:// or https://.");
            return null;
        },
    };

    public static readonly Option<string?> Metrics = new("--metrics")
    {
        HelpName = "FILE",
        Description = "Also writes the losses, the held-out result and the settings to this file: a table if its name "
            + "ends in .csv, one object if it ends in .json. A file of that name is replaced, once all is known.",
    };

    public static readonly Option<string?> Save = new("--save")
    {
        HelpName = "FILE",
        Description = "Keeps the trained network and its optimiser's state in this safetensors file; one of that name "
            + "is replaced.",
    };

    public static readonly Option<string?> Load = new("--load")
    {
        HelpName = "FILE",
        Description = "Goes on from a file that --save wrote, as if its training had not ended: options that are not "
            + "given are as they were then, and --epochs counts further ones. Numbers of another precision are "
            + "converted.",
    };

    /// <summary>The options that decide what network training starts with, and on which images.</summary>
    public static IReadOnlyList<Option> OfNetwork { get; } = [Experiment, Seed, Initialization, Data, Mirror];

    /// <summary>What a model remembers of the options it was trained with.</summary>
    public static readonly RememberedOptions Remembered = new(
        Experiment, Seed, LearningRate, Decay, BatchSize, Optimizer, SamplesPerClass, Initialization, Precision, Data);

    /// <summary>What decides which images are shown in which order.</summary>
    public static readonly RememberedOptions OfOrder = new(Experiment, Seed, BatchSize, SamplesPerClass, Data);

    private static string WithoutPassword(string address) =>
        address.LastIndexOf('@') is >= 0 and var end ? $"…{address[end..]}" : address;

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
                SettingOption.All => null,
                var n => n,
            },
            Initialization = parsed.GetValue(Initialization) ?? usual.Initialization,
            Precision = parsed.GetValue(Precision) ?? usual.Precision,
        };
    }
}
