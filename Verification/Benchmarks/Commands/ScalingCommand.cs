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
            "Measures how a training step's time grows with batch, image, kernels and parameters, and a check's with "
            + "parameters. Takes minutes.")
        {
            File,
        };
        command.SetAction(parsed => Measurement.Write(parsed.GetValue(File)!, [.. Steps(), .. Checks()]));
        return command;
    }

    private static IEnumerable<Measurement> Steps() =>
    [
        .. Grow("batch size", "samples a step", [1, 2, 4, 8, 16, 32, 64, 128, 256], n => (Workloads.LikeSmall(), n)),
        .. Grow("image size", "pixels in height and width", [8, 14, 20, 28, 40, 56, 80, 112],
            n => (Workloads.LikeSmall(image: n), Batch)),
        .. Grow("kernels", "kernels 3×3", [1, 2, 4, 8, 16, 32, 64], n => (Workloads.LikeSmall(kernels: n), Batch)),
        .. new[] { 3, 10, 30, 100, 300, 1_000, 3_000 }.Select(hidden => Workloads.LikeSmall(hidden: hidden))
            .SelectMany(workload => Grow("parameters", "parameters", [workload.Parameters], _ => (workload, Batch))),
    ];

    private static IEnumerable<Measurement> Checks()
    {
        const string Size = "parameters and pixels";
        var costs = new[] { 10, 30, 100, 300, 1_000, 3_000 }
            .Select(size => CheckCost.Of(Workloads.Wide(hidden: size))).ToArray();
        return
        [
            .. costs.Select(cost => new Measurement(
                "Full check: an entry", Size, "µs an entry", cost.Entries, 1e6 * cost.SecondsAnEntry)),
            .. costs.Select(cost => new Measurement("Full check: all", Size, "seconds", cost.Entries, cost.Seconds)),
        ];
    }

    private static IEnumerable<Measurement> Grow(
        string series, string label, int[] sizes, Func<int, (Workload Workload, int Batch)> create) =>
        from size in sizes
        let work = create(size)
        let seconds = Step(work.Workload, work.Batch)
        select new Measurement($"Training step: {series}", label, "µs a step", size, 1e6 * seconds);

    private static double Step(Workload workload, int batch)
    {
        var step = workload.Step<float>(batch);
        return Timing.Median(() => step(), Seconds);
    }
}
