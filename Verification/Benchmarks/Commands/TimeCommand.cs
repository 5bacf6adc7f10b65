using System.CommandLine;

namespace CnnVerified.Verification.Benchmarks;

/// <summary>
/// The command <c>time</c>: prints how many microseconds one named piece of work takes, for scripts that compare.
/// </summary>
internal static class TimeCommand
{
    private static readonly Argument<string> Item = new("ITEM")
    {
        Description = $"What is timed: {string.Join(", ", WorkItem.All.Select(item => item.Name))}.",
    };

    private static readonly Option<Precision> Scalar = new("--precision")
    {
        Description = "The scalar of a training step.",
        DefaultValueFactory = _ => Precision.Double,
    };

    private static readonly Option<int> Batch = new("--batch")
    {
        HelpName = "N",
        Description = "The samples of a training step.",
        DefaultValueFactory = _ => 1,
    };

    private static readonly Option<OptimizerKind> Optimizer = new("--optimizer")
    {
        Description = "How a training step changes the parameters.",
        DefaultValueFactory = _ => OptimizerKind.Sgd,
    };

    private static readonly Option<int> Directions = new("--directions")
    {
        HelpName = "K",
        Description = "Directions a tensor of a random projection.",
        DefaultValueFactory = _ => 1,
    };

    private static readonly Option<int> Threads = new("--threads")
    {
        HelpName = "N",
        Description = "Threads that share a layer's work. Checks take as many as DOTNET_PROCESSOR_COUNT says.",
        DefaultValueFactory = _ => Parallelism.Threads,
    };

    private static readonly Option<double> Seconds = new("--seconds")
    {
        HelpName = "S",
        Description = "For how long it is timed; but at least three times.",
        DefaultValueFactory = _ => 1,
    };

    /// <summary>The command, ready to parse.</summary>
    public static Command Create()
    {
        var command = new Command(
            "time",
            "Prints the median time of one piece of work, in microseconds.")
        {
            Item, Scalar, Batch, Optimizer, Directions, Threads, Seconds,
        };
        command.SetAction(Run);
        return command;
    }

    private static void Run(ParseResult parsed)
    {
        Parallelism.Threads = parsed.AtLeastOne(Threads);
        var (batch, directions) = (parsed.AtLeastOne(Batch), parsed.AtLeastOne(Directions));
        var settings = new WorkSettings(parsed.GetValue(Scalar), batch, parsed.GetValue(Optimizer), directions);
        var work = WorkItem.Find(parsed.GetValue(Item)!).Prepare(settings);
        var microseconds = 1e6 * Timing.Median(work, parsed.GetValue(Seconds));
        Console.WriteLine(microseconds.ToString("F2", CultureInfo.InvariantCulture));
    }
}
