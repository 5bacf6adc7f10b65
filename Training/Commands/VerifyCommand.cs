using System.CommandLine;
using static CnnVerified.Training.Commands.VerifyOptions;

namespace CnnVerified.Training.Commands;

/// <summary>The command <c>verify</c>: checks the gradients of the experiment's network on a real image.</summary>
internal static class VerifyCommand
{
    private const int Passed = 0, Failed = 1;
    /// <summary>The command, ready to parse.</summary>
    public static Command Create()
    {
        var command = new Command(
            "verify",
            "Checks every entry of the gradient that training starts with, for all parameters and all pixels of an "
            + "image, against finite differences. The image's pixels are spread over their 256 levels, as equal ones "
            + "would put ReLU and max-pooling where they have no derivative. Where the image cannot move the loss "
            + $"through some tensor, the next one that can is checked. {string.Join(". ", GradientSummary.Legend)}. "
            + "Exit code 0: all correct; 1: not.")
        {
            Image, Projections, Part, Output, Merged, Planted, HideAnswer, Reveal, Report, Format,
        };
        foreach (var option in TrainOptions.OfNetwork) command.Add(option);
        command.SetAction(Run);
        return command;
    }

    private static int Run(ParseResult parsed)
    {
        VerifyRules.Require(parsed);
        if (parsed.GetValue(Planted) is { } exercise) return Planting.Run(parsed, exercise);
        var files = parsed.GetValue(Merged) ?? [];
        var format = parsed.GetValue(Format) ?? ReportFormat.Table;
        var shard = parsed.GetValue(Part) ?? CheckShard.Whole;
        var check = files.Length > 0 ? null : CheckOf(parsed);
        var output = parsed.GetValue(Output) is { } path ? new OutputFile(Output.Name, path) : null;
        var page = PageOf(parsed);
        page?.RequireOtherThan(output);
        GradientReport? whole = null;
        var report = VerificationReport.Show(Console.Out, format, finished =>
            check is null ? ShardFiles.Merge(Merged.Name, files)
            : page is null ? check.Run(shard, finished) : (whole = check.Run()).Whole);
        try
        {
            output?.Write(Encoding.UTF8.GetBytes(report.ToJson()));
        }
        finally
        {
            page?.Write(Encoding.UTF8.GetBytes(whole!.ToHtml()));
        }
        return report.Summary.Passed ? Passed : Failed;
    }

    /// <summary>Where a page for a browser goes; null if nobody asked for one.</summary>
    public static OutputFile? PageOf(ParseResult parsed) =>
        parsed.GetValue(Report) is { } path ? new OutputFile(Report.Name, path) : null;

    /// <summary>The check that was asked for; null if the network has no place for the mistake.</summary>
    public static GradientCheck? CheckOf(ParseResult parsed, PlantedBug? bug = null)
    {
        var settings = TrainOptions.SettingsOf(parsed);
        var data = TrainOptions.LoadData(parsed, settings.Definition);
        var (experiment, images) = (new Experiment<double>(settings, data), data.Training);
        var image = parsed.GetValue(Image) ?? 0;
        if (image >= images.Count)
            throw new InvalidDataException(
                $"{Image.Name} is '{image}', but must be a whole number from 0 to {images.Count - 1}.");
        var (network, loss) = (experiment.Network, experiment.Loss);
        if (bug is not null)
        {
            if (Exercise.Plant(bug, Exercise.Narrow(network), loss) is not { } planted) return null;
            (network, loss) = planted;
        }
        var check = PointOfCheck.Near(network, loss, images, image);
        return parsed.GetValue(Projections) is { } count ? check.ByRandomProjection(count) : check;
    }
}
