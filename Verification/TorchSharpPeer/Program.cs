using CnnVerified.Layers;
using CnnVerified.Verification.Benchmarks;
using TorchSharp;

const int Rounds = 5;
const double Seconds = 0.2;

if (!Libtorch.Loads())
{
    Console.Error.WriteLine(
        "libtorch does not load here: add -p:WithLibtorch=true, which fetches it; it needs the libstdc++ of GCC 13.");
    return 2;
}

var only = args is [var text] ? text : "";
Console.WriteLine($"TorchSharp with libtorch {torch.__version__}, float, by turns, medians of {Rounds} rounds.");
Console.WriteLine();
Console.WriteLine("| work | threads | CnnVerified, µs | libtorch, µs | ours is faster |");
Console.WriteLine("|---|---:|---:|---:|---:|");
foreach (var threads in new[] { 1, Environment.ProcessorCount }.Distinct())
{
    Parallelism.Threads = threads;
    torch.set_num_threads(threads);
    foreach (var contest in Contests.Of(only))
    {
        var (ours, theirs) = (new double[Rounds], new double[Rounds]);
        for (var round = 0; round < Rounds; round++)
        {
            ours[round] = 1e6 * Timing.Median(contest.Ours, Seconds);
            theirs[round] = 1e6 * Timing.Median(contest.Theirs, Seconds);
        }
        var (own, other) = (Median(ours), Median(theirs));
        Console.WriteLine(FormattableString.Invariant(
            $"| {contest.Work} | {threads} | {own:N1} | {other:N1} | {other / own:F2} × |"));
    }
}
return 0;

static double Median(double[] values) => values.Order().ElementAt(values.Length / 2);
