using System.CommandLine;

namespace CnnVerified.Verification.Benchmarks;

/// <summary>The command <c>scaling</c>: measures how costs grow with sizes and writes them to a CSV file.</summary>
internal static class ScalingCommand
{
    private const int Batch = 32;
    private const double Seconds = 0.3;

    private static readonly Argument<string> File = new("FILE") { Description = "The CSV file to write." };

    /// <summary>The command, ready to parse.</summary>
    public static Command Create()
    {
        var command = new Command(
            "scaling",
            "Measures how a training step's time grows with batch, image, kernels and parameters, and a check's with parameters. "
            + "Takes a minute or two.")
        {
            File,
        };
        command.SetAction(parsed => Measurement.Write(parsed.GetValue(File)!, [.. Steps(), .. Checks()]));
        return command;
    }

    private static IEnumerable<Measurement> Steps() =>
    [
        .. Grow("Training step: batch size", "samples a step", [1, 2, 4, 8, 16, 32, 64, 128, 256], n => Step(Workloads.LikeSmall(), n)),
        .. Grow("Training step: image size", "pixels in height and width", [8, 14, 20, 28, 40, 56, 80, 112], n => Step(Workloads.LikeSmall(image: n), Batch)),
        .. Grow("Training step: kernels", "kernels 3×3", [1, 2, 4, 8, 16, 32, 64], n => Step(Workloads.LikeSmall(kernels: n), Batch)),
        .. new[] { 3, 10, 30, 100, 300, 1_000, 3_000 }.Select(hidden => Workloads.LikeSmall(hidden: hidden)).Select(workload =>
            new Measurement("Training step: hidden units", "parameters", "µs a step", workload.Parameters, 1e6 * Step(workload, Batch))),
    ];

    private static IEnumerable<Measurement> Checks()
    {
        var costs = new[] { (10, 1), (30, 1), (100, 1), (300, 1), (1_000, 8), (3_000, 16) }
            .Select(size => CheckCost.Of(Workloads.Wide(size.Item1), size.Item2)).ToArray();
        return
        [
            .. costs.Select(cost => new Measurement("Full check: an entry", "entries", "µs an entry", cost.Entries, 1e6 * cost.SecondsAnEntry)),
            .. costs.Select(cost => new Measurement("Full check: all", "entries", "seconds for all", cost.Entries, cost.Seconds)),
        ];
    }

    private static IEnumerable<Measurement> Grow(string series, string label, int[] sizes, Func<int, double> seconds) =>
        sizes.Select(size => new Measurement(series, label, "µs a step", size, 1e6 * seconds(size)));

    private static double Step(Workload workload, int batch)
    {
        var step = workload.Step<float>(batch);
        return Timing.Median(() => step(), Seconds);
    }
}
