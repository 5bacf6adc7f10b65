using BenchmarkDotNet.Attributes;

namespace CnnVerified.Verification.Benchmarks;

/// <summary>How many floating-point operations a second the machine can do at most.</summary>
/// <typeparam name="T">The scalar.</typeparam>
[GenericTypeArguments(typeof(double)), GenericTypeArguments(typeof(float))]
public class PeakBenchmark<T> where T : IFloatingPointIeee754<T>
{
    private const int Rounds = 1_000_000;

    /// <summary>How many threads work.</summary>
    [ThreadCounts]
    public int Threads { get; set; } = 1;

    /// <summary>Operations of one call, in 10⁹.</summary>
    public double GigaFlops => Threads * FmaPeak.Flops<T>(Rounds) / 1e9;

    /// <summary>Fused multiply-adds, each counted as two operations.</summary>
    [Benchmark, Rate("GFLOP/s", nameof(GigaFlops))]
    public double MultiplyAdd() => FmaPeak.Run<T>(Rounds, Threads);
}
