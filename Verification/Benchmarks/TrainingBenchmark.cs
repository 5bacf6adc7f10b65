using BenchmarkDotNet.Attributes;

namespace CnnVerified.Verification.Benchmarks;

/// <summary>Training steps of the networks for ten digits, in float.</summary>
[MemoryDiagnoser(displayGenColumns: false)]
public class TrainingBenchmark
{
    private Func<float> small = null!, digits = null!;

    /// <summary>How many samples a step takes.</summary>
    [Params(1, 8, 32, 128)]
    public int Batch { get; set; } = 1;

    /// <summary>How the gradient changes the parameters.</summary>
    [Params(OptimizerKind.Sgd, OptimizerKind.Adam)]
    public OptimizerKind Optimizer { get; set; }

    /// <summary>How many threads share the work.</summary>
    [ThreadCounts]
    public int Threads { get; set; } = 1;

    /// <summary>Draws networks and batch.</summary>
    [GlobalSetup]
    public void Prepare()
    {
        Parallelism.Threads = Threads;
        small = Workloads.Small().Step<float>(Batch, Optimizer);
        digits = Workloads.Digits().Step<float>(Batch, Optimizer);
    }

    /// <summary>The network of the experiment <c>small</c>.</summary>
    [Benchmark, Rate("samples/s", nameof(Batch))]
    public float Small() => small();

    /// <summary>The network of the experiment <c>digits</c>.</summary>
    [Benchmark, Rate("samples/s", nameof(Batch))]
    public float Digits() => digits();
}
