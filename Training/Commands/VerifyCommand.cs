using System.CommandLine;
using System.Text;
using CnnVerified.Training.Checks;
using CnnVerified.Training.Experiments;
using CnnVerified.Training.Files;
using CnnVerified.Training.Page;
using CnnVerified.Verification;

namespace CnnVerified.Training.Commands;

/// <summary>The command <c>verify</c>: checks the gradients of the experiment's network on a real image.</summary>
internal static class VerifyCommand
{
    private const int Passed = 0, Failed = 1;
    private const int MostProjections = 1_000;

    public static readonly Option<int?> Image = OptionOf.Value(
        "--image", "N",
        "Which of the embedded training images, from 0: all of the first digit, then all of the second, and so on. "
        + "[default: 0]", OptionOf.WholeNumbers(least: 0), text => OptionOf.WholeNumber(text, least: 0));

    public static readonly Option<int?> Projections = OptionOf.Value(
        "--projections", "K",
        "Checks K random directions a tensor instead of every entry, which takes a moment for a network of any size; "
        + "the report says which mistakes it cannot see.",
        OptionOf.WholeNumbers(most: MostProjections), text => OptionOf.WholeNumber(text, most: MostProjections));

    public static readonly Option<CheckShard?> Part = OptionOf.Value(
        "--shard", "I/N",
        "Checks only the I-th of N equal parts, for a job that is spread over N machines. Needs --output.",
        "such as 2/7: two whole numbers of at least 1, the first at most the second", CheckShard.TryParse);

    public static readonly Option<string?> Output = OptionOf.Text(
        "--output", "FILE",
        "Also writes the report to this file, as JSON, for --merge and other programs. A file of that name is "
        + "replaced, once all is known.");

    public static readonly Option<string[]> Merged = new("--merge")
    {
        HelpName = "FILES",
        Arity = ArgumentArity.OneOrMore,
        AllowMultipleArgumentsPerToken = true,
        Description = "Checks nothing, but joins the reports of all N shards into the verdict on the whole.",
    };

    public static readonly Option<string?> Planted = OptionOf.Value(
        "--plant", "NAME|random|list|all",
        "An exercise: puts a known mistake into the network and shows what a learner would see: the failing table, the "
        + "smallest counterexample, the diagnosis and the lesson. random: any mistake. list: all mistakes with their "
        + "lessons. all: which check finds which mistake.",
        $"{Exercise.Random}, {Exercise.List}, {Exercise.All} or the name of a planted mistake; --plant "
        + $"{Exercise.List} shows them",
        text => text is Exercise.List or Exercise.All || Exercise.Find(text) is not null ? text : null);

    public static readonly Option<bool> HideAnswer = new("--hide-answer")
    {
        Description = "With --plant: keeps the diagnosis and the lesson back, and says how to have them.",
    };

    public static readonly Option<bool> Reveal = new("--reveal")
    {
        Description = "With --plant: shows only what --hide-answer kept back.",
    };

    public static readonly Option<string?> Report = OptionOf.Text(
        "--report", "FILE",
        "Also writes a page for a browser to this file, with heat maps of the gradients. It loads nothing. A file of "
        + "that name is replaced, once all is known.");

    public static readonly Option<ReportFormat?> Format = OptionOf.Choice<ReportFormat, ReportFormat?>(
        "--format",
        "What is printed: a table with a row for each tensor; the report as one JSON object, or as Markdown for a pull "
        + "request; or the workflow commands that GitHub shows as annotations. [default: table]",
        Enum.GetValues<ReportFormat>(), format => $"{format}".ToLowerInvariant(), format => format);

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
        if (parsed.GetValue(Planted) is { } exercise) return Teach(parsed, exercise);
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

    private static int Teach(ParseResult parsed, string exercise)
    {
        if (exercise == Exercise.List)
        {
            Console.Out.Write(Lesson.List());
            return Passed;
        }
        if (exercise == Exercise.All)
        {
            Console.Out.Write(new KillMatrix(Catalogue.All, MatrixCheck.All));
            return Failed;
        }
        var bug = Exercise.Find(exercise)!;
        var isHidden = parsed.GetValue(HideAnswer);
        if (parsed.GetValue(Reveal))
        {
            Console.Out.Write(Lesson.Answer(bug));
            return Failed;
        }
        var page = PageOf(parsed);
        if (CheckOf(parsed, bug) is { } check)
            VerificationReport.Show(Console.Out, ReportFormat.Table, finished => check.Run(CheckShard.Whole, finished));
        Console.Out.Write($"\nThe same mistake in a single layer ({bug.Breaks}):\n\n");
        Console.Out.Write(isHidden ? Lesson.Puzzle(bug) : Lesson.Of(bug));
        if (isHidden)
            Console.Out.Write($"\nThe answer: verify {Planted.Name} {Exercise.NumberOf(bug)} {Reveal.Name}\n");
        page?.Write(Encoding.UTF8.GetBytes(LessonPage.Of(bug, isHidden).ToString()));
        return Failed;
    }

    private static OutputFile? PageOf(ParseResult parsed) =>
        parsed.GetValue(Report) is { } path ? new OutputFile(Report.Name, path) : null;

    private static GradientCheck? CheckOf(ParseResult parsed, PlantedBug? bug = null)
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
