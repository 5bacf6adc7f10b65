using BenchmarkDotNet.Attributes;

namespace CnnVerified.Verification.Benchmarks;

/// <summary>
/// Central-difference checks of every parameter and every pixel, preparation included. Networks of ten million
/// parameters take minutes: the program's command <c>scaling</c> measures those on a part of their entries.
/// </summary>
[WarmupCount(1), IterationCount(3), InvocationCount(1)]
public class VerificationBenchmark
{
    private const int WideHidden = 295;

    private GradientCheck check = null!;

    /// <summary>The original's network; LeNet-5's layout; the original's with 295 hidden units.</summary>
    [Params("seed", "LeNet", "1 M")]
    public string Network { get; set; } = "seed";

    /// <summary>How many numbers are checked.</summary>
    public int Entries => Workload.Entries;

    private Workload Workload => Network switch
    {
        "seed" => Workloads.Seed(),
        "LeNet" => Workloads.LeNet(),
        _ => Workloads.Wide(WideHidden),
    };

    /// <summary>Draws network and point.</summary>
    [GlobalSetup]
    public void Prepare() => check = Workload.Check();

    /// <summary>Two losses an entry, at least.</summary>
    [Benchmark, Rate("entries/s", nameof(Entries))]
    public GradientReport EveryEntry() => check.Run();
}
