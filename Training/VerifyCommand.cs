using System.CommandLine;
using System.CommandLine.Parsing;
using System.Globalization;
using CnnVerified.Layers;
using CnnVerified.Training.Data;
using CnnVerified.Training.Random;
using CnnVerified.Verification;

namespace CnnVerified.Training;

/// <summary>The command <c>verify</c>: checks the gradients of the experiment's network on a real image.</summary>
internal static class VerifyCommand
{
    private const int Passed = 0, Failed = 1;
    private const int MostProjections = 1_000;
    private const int Images = Digits.Classes * Digits.TrainingImagesPerClass;

    private static readonly Option<int> Image = TrainCommand.Option(
        "--image", "N", 0, $"a whole number from 0 to {Images - 1}",
        "Which training image: from 0 the zeros, in the order of MNIST's file, then the ones.",
        text => Natural(text) is { } n && n < Images ? n : (int?)null);

    private static readonly Option<int> Projections = TrainCommand.Option(
        "--projections", "K", $"a whole number from 1 to {MostProjections}",
        "Checks K random directions a tensor instead of every entry, which takes a moment for a network of any size; the "
        + "report says which mistakes it cannot see.",
        text => Natural(text) is > 0 and <= MostProjections and var k ? k : (int?)null);

    private static readonly Option<string?> Part = new("--shard")
    {
        HelpName = "I/N",
        Description = "Checks only the I-th of N equal parts, for a job that is spread over N machines. Needs --output.",
    };

    private static readonly Option<string?> Output = new("--output")
    {
        HelpName = "FILE",
        Description = "Also writes the report to this file, as JSON, for --merge and other programs. A file of that name "
            + "is replaced, once all is known.",
    };

    private static readonly Option<string[]> Merged = new("--merge")
    {
        HelpName = "FILES",
        Arity = ArgumentArity.OneOrMore,
        AllowMultipleArgumentsPerToken = true,
        Description = "Checks nothing, but joins the reports of all N shards into the verdict on the whole.",
    };

    private static readonly Option<ReportFormat> Format = TrainCommand.Choice<ReportFormat>(
        "--format", "What is printed. table (the default): a row for each tensor. json: the report as one object.");

    /// <summary>The command, ready to parse.</summary>
    public static Command Create()
    {
        var command = new Command(
            "verify",
            "Checks every entry of the gradient that training starts with, for all parameters and all pixels of an "
            + "image, against finite differences. Exit code 0: all correct; 1: not.")
        {
            TrainCommand.Seed, TrainCommand.Initialization, Image, Projections, Part, Output, Merged, Format,
        };
        command.SetAction(Run);
        return command;
    }

    private static int Run(ParseResult parsed)
    {
        RequireOptionsThatGoTogether(parsed);
        var files = parsed.GetValue(Merged) ?? [];
        var shard = parsed.GetValue(Part) is { } text ? ShardOf(text) : Shard.Whole;
        var output = parsed.GetValue(Output) is { } path ? new OutputFile(Output.Name, path) : null;
        var report = VerificationReport.Show(
            Console.Out, parsed.GetValue(Format),
            files.Length > 0 ? _ => ShardFiles.Merge(Merged.Name, files) : finished => CheckOf(parsed).Run(shard, finished));
        output?.Write(System.Text.Encoding.UTF8.GetBytes(report.ToJson()));
        return report.Summary.Passed ? Passed : Failed;
    }

    private static GradientCheck CheckOf(ParseResult parsed)
    {
        var random = new NumPyRandom(parsed.GetValue(TrainCommand.Seed));
        var network = OriginalNetwork.Create(random, parsed.GetValue(TrainCommand.Initialization));
        var image = parsed.GetValue(Image);
        var check = GradientCheck.Of(network, new BinaryCrossEntropy<double>())
            .At(Digits.Training.Image<double>(image), Digits.Training.Target<double>(image));
        return IsGiven(parsed, Projections) ? check.ByRandomProjection(parsed.GetValue(Projections)) : check;
    }

    private static void RequireOptionsThatGoTogether(ParseResult parsed)
    {
        if (parsed.RootCommandResult.Children.OfType<OptionResult>().FirstOrDefault(given => !given.Implicit) is { } early)
            throw new InvalidDataException($"{early.Option.Name} stands before verify, but must stand behind it.");
        Option[] ofChecks = [TrainCommand.Seed, TrainCommand.Initialization, Image, Projections, Part];
        if (IsGiven(parsed, Merged) && ofChecks.FirstOrDefault(option => IsGiven(parsed, option)) is { } checking)
            throw new InvalidDataException($"{checking.Name} is for a check, but --merge only reads the reports of checks.");
        if (IsGiven(parsed, Part) && IsGiven(parsed, Projections))
            throw new InvalidDataException("--shard splits a check of every entry, which --projections is not.");
        if (IsGiven(parsed, Part) && !IsGiven(parsed, Output))
            throw new InvalidDataException("--shard needs --output FILE, where its report goes.");
    }

    private static bool IsGiven(ParseResult parsed, Option option) => parsed.GetResult(option) is { Implicit: false };

    private static Shard ShardOf(string text) => Shard.TryParse(text) ?? throw new InvalidDataException(
        $"--shard is '{text}', but must be such as 2/7: two whole numbers of at least 1, the first at most the second.");

    private static int? Natural(string text) =>
        int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var n) ? n : null;
}
