using System.CommandLine;
using System.Diagnostics;

namespace CnnVerified.Verification.Benchmarks;

/// <summary>The command <c>checks</c>: prints what full checks cost as networks grow, as a Markdown table.</summary>
internal static class ChecksCommand
{
    private const int Batch = 8;

    private const int MostForRatios = 2_000_000;         // parameters: more take minutes

    private static readonly (string Name, Func<Workload> New)[] Networks =
    [
        ("seed network", Workloads.Seed),
        ("LeNet-5's layout", Workloads.LeNet),
        ("seed network, 295 hidden units", () => Workloads.Wide(295)),
        ("seed network, 2,957 hidden units", () => Workloads.Wide(2957)),
    ];

    /// <summary>The command, ready to parse.</summary>
    public static Command Create()
    {
        var command = new Command(
            "checks",
            "Prints what central-difference checks of every parameter and pixel cost as networks grow. Takes minutes.");
        command.SetAction(_ => Run());
        return command;
    }

    private static void Run()
    {
        Console.WriteLine(
            "| network | parameters | entries | evaluations an entry | seconds for all | µs an entry | entries/s "
            + $"| {Batch} images, to 1 | adequacy, to the check |");
        Console.WriteLine("|---|---:|---:|---:|---:|---:|---:|---:|---:|");
        foreach (var (name, create) in Networks)
        {
            var workload = create();
            var cost = CheckCost.Of(workload);
            var (seconds, microseconds, rate) = (cost.Seconds, 1e6 * cost.SecondsAnEntry, 1 / cost.SecondsAnEntry);
            var size = FormattableString.Invariant($"{workload.Parameters:N0} | {cost.Entries:N0}");
            var calls = FormattableString.Invariant($"{(double)workload.Check().ExpectedCalls() / cost.Entries:F1}");
            var more = workload.Parameters > MostForRatios ? "| |" : Ratios(workload, seconds);
            Write($"| {name} | {size} | {calls} | {seconds:F2} | {microseconds:F2} | {rate:N0} {more}");
        }
    }

    /// <summary>
    /// How many times as long the check of several images takes, and what it takes to find out what a check at this
    /// point cannot see.
    /// </summary>
    private static string Ratios(Workload workload, double seconds)
    {
        var several = Timing.Least(() => CheckCost.Run(workload.Check(Batch)), seconds: 0) / seconds;
        var report = workload.Check().Run();
        var watch = Stopwatch.StartNew();
        _ = report.Blind;
        return FormattableString.Invariant($"| {several:F1} × | {watch.Elapsed.TotalSeconds / seconds:F2} × |");
    }

    private static void Write(FormattableString line) => Console.WriteLine(FormattableString.Invariant(line));
}
