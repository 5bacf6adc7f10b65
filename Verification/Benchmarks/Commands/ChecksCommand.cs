using System.CommandLine;

namespace CnnVerified.Verification.Benchmarks;

/// <summary>The command <c>checks</c>: prints what full checks cost as networks grow, as a Markdown table.</summary>
internal static class ChecksCommand
{
    /// <summary>
    /// The networks; of the largest, where a full check takes minutes, a sixteenth of the entries is checked.
    /// </summary>
    private static readonly (string Name, Func<Workload> New, int Shards)[] Networks =
    [
        ("seed network", Workloads.Seed, 1),
        ("LeNet-5's layout", Workloads.LeNet, 1),
        ("seed network, 295 hidden units", () => Workloads.Wide(295), 1),
        ("seed network, 2,957 hidden units", () => Workloads.Wide(2957), 16),
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
        Write($"| network | parameters | entries | seconds for all | µs an entry | entries/s |");
        Write($"|---|---:|---:|---:|---:|---:|");
        foreach (var (name, create, shards) in Networks)
        {
            var workload = create();
            var cost = CheckCost.Of(workload, shards);
            var (seconds, microseconds, rate) = (cost.Seconds, 1e6 * cost.SecondsAnEntry, 1 / cost.SecondsAnEntry);
            var part = shards > 1 ? FormattableString.Invariant($" (from 1/{shards})") : "";
            var size = FormattableString.Invariant($"{workload.Parameters:N0} | {cost.Entries:N0}");
            Write($"| {name} | {size} | {seconds:F2}{part} | {microseconds:F2} | {rate:N0} |");
        }
    }

    private static void Write(FormattableString line) => Console.WriteLine(FormattableString.Invariant(line));
}
